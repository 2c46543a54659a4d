/** The signature under a session: ended, closed balanced, or closed with every gap named. */
import { useState } from 'preact/hooks'
import { Refusal } from '../api.ts'
import { act, actor, lastClose, unsent } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Select } from '../ui/fields.tsx'
import { Card, Notice } from '../ui/parts.tsx'
import { gapSentence, isHead } from './close.tsx'
import { type Closing, type Figures, type Gap, prepareClosing } from './figures.ts'

const NOTES = ['paper_waits', 'device_lost', 'being_counted', 'entry_error', 'unknown_cause'] as const

export function CloseBox({ figures, onCount }: { figures: Figures; onCount: () => Promise<void> }) {
  const [made, setMade] = useState<Record<string, string>>({})
  const [closing, setClosing] = useState<Closing | null>(null)
  const [fault, setFault] = useState('')
  const last = lastClose.value
  const isClosed = last?.kind === 'session_closed'
  const isEnded = isClosed || last?.kind === 'session_ended'

  const numbers = Object.fromEntries(
    Object.entries(made).filter(([, n]) => /^\d+$/.test(n)).map(([id, n]) => [id, Number(n)]),
  )
  const prepare = async () => {
    setFault('')
    try {
      await onCount()
      setClosing(await prepareClosing(numbers, {}))
    } catch (error) {
      setFault(error instanceof Refusal && error.isOffline ? t('close_offline') : (error as Error).message)
    }
  }

  return (
    <Card title={t('end_and_close')}>
      {figures.devices.length > 0 && (
        <>
          <p class="tc-quiet">{t('device_made_hint')}</p>
          <div class="st-made">
            {figures.devices.map((line) => (
              <Field
                key={line.device_id}
                label={t('device_made', { name: line.name })}
                mode="numeric"
                width={5}
                value={made[line.device_id] ?? ''}
                onInput={(value) => setMade({ ...made, [line.device_id]: value })}
              />
            ))}
          </div>
        </>
      )}
      {fault && <Notice tone="bad" title={fault} alert />}
      <div class="st-actions">
        {!isEnded && (
          <Action
            kind="secondary"
            k="e"
            disabled={!isHead()}
            onAct={async () => void (await act({ kind: 'session_ended', performedBy: actor.value?.id, data: { figures: { entered: figures.entered } } }))}
          >
            {t('end_session')}
          </Action>
        )}
        {isClosed ? (
          <Action kind="secondary" disabled={!isHead()} onAct={async () => void (await act({ kind: 'session_reopened', performedBy: actor.value?.id, data: { reason: 'correction' } }))}>
            {t('reopen')}
          </Action>
        ) : (
          <Action big k="o" disabled={!isHead() || unsent.value > 0} onAct={prepare}>{t('to_close')}</Action>
        )}
      </div>
      {closing && <CloseDialog closing={closing} numbers={numbers} onClose={() => setClosing(null)} />}
    </Card>
  )
}

interface CloseDialogProps {
  closing: Closing
  numbers: Record<string, number>
  onClose: () => void
}

function CloseDialog({ closing, numbers, onClose }: CloseDialogProps) {
  const [notes, setNotes] = useState<Record<string, string>>({})
  const gaps: Gap[] = closing.open_items
  const keyOf = (gap: Gap) => `${gap.kind}:${gap.key}`
  const named = gaps.every((gap) => notes[keyOf(gap)])
  return (
    <Dialog title={t(gaps.length === 0 ? 'close_balanced_title' : 'close_open_title', { n: gaps.length })} onClose={onClose} wide>
      {gaps.length === 0 ? (
        <Notice tone="good" title={t('everything_agrees')} />
      ) : (
        <Notice tone="warn" title={t('open_items_owner')} />
      )}
      {gaps.map((gap, i) => (
        <Select
          key={keyOf(gap)}
          label={gapSentence(gap)}
          empty={t('choose_note')}
          first={i === 0}
          value={notes[keyOf(gap)] ?? ''}
          onChange={(value) => setNotes({ ...notes, [keyOf(gap)]: value })}
          choices={NOTES.map((n) => ({ value: n, label: t(`note_${n}`) }))}
        />
      ))}
      <p>{t('signs_close', { name: actor.value?.name ?? '' })}</p>
      <Action
        big
        kind={gaps.length === 0 ? 'primary' : 'danger'}
        k="ctrl+enter"
        disabled={!named}
        onAct={async () => {
          const data = gaps.length === 0 ? closing : await prepareClosing(numbers, notes)
          await act({ kind: 'session_closed', performedBy: actor.value?.id, data: { ...data } })
          onClose()
        }}
      >
        {t(gaps.length === 0 ? 'close_balanced' : 'close_with_open_items')}
      </Action>
    </Dialog>
  )
}
