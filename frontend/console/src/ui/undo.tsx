/** Takes the last act back within a minute: a void with its reason, never a deletion. */
import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { beat } from '../clock.ts'
import type { Entry } from '../store/database.ts'
import type { Draft, Envelope } from '../ledger/envelope.ts'
import { act } from '../state.ts'
import { t, type Word } from '../words/index.ts'
import { Action } from './action.tsx'
import { Dialog } from './dialog.tsx'
import { Choices } from './fields.tsx'

const UNDO_MILLISECONDS = 60_000

interface Done {
  sentence: string
  entries: Entry[]
  reasons: readonly string[]
}

const done = signal<Done | null>(null)

const REASONS = ['wrong_person', 'wrong_entry', 'not_done', 'entered_twice']

/** Says what was done and offers to take it back for a minute. */
export function offerUndo(sentence: string, entries: Entry[], reasons = REASONS): void {
  done.value = { sentence, entries, reasons }
}

export function UndoBar() {
  const [asking, setAsking] = useState(false)
  const last = done.value
  const first = last?.entries[0]
  if (!last || !first) return null
  const left = UNDO_MILLISECONDS - (beat.value - first.keptAt)
  if (left <= 0 && !asking) return null
  return (
    <>
      <div class="st-undo" role="status">
        <span class="st-undo__text">{last.sentence}</span>
        <Action kind="secondary" k="z" onAct={() => setAsking(true)}>
          {t('undo', { seconds: Math.min(60, Math.max(0, Math.ceil(left / 1000))) })}
        </Action>
      </div>
      {asking && <UndoDialog done={last} onClose={() => setAsking(false)} />}
    </>
  )
}

function UndoDialog({ done: last, onClose }: { done: Done; onClose: () => void }) {
  const [reason, setReason] = useState<string | null>(null)
  return (
    <Dialog title={t('undo_title')} onClose={onClose}>
      <p>{last.sentence}</p>
      <Choices
        legend={t('reason')}
        name="undo"
        first
        value={reason}
        onChange={setReason}
        choices={last.reasons.map((r) => ({ value: r, label: t(`reason_${r}` as Word) }))}
      />
      <Action
        kind="danger"
        k="ctrl+enter"
        disabled={!reason}
        onAct={async () => {
          await act(...[...last.entries].reverse().map((entry) => voiding(entry, reason!)))
          done.value = null
          onClose()
        }}
      >
        {t('undo_confirm')}
      </Action>
    </Dialog>
  )
}

/** The event that takes one back: of the person it was about, or of the site. */
export function voiding(entry: Entry, reason: string): Draft {
  const { person } = JSON.parse(entry.body) as Envelope
  return person
    ? { kind: 'voided', person, supersedes: entry.id, data: { reason } }
    : { kind: 'site_voided', supersedes: entry.id, data: { reason } }
}
