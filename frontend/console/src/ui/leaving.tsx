/** Ways in which a person goes without an injection, offered at every desk. */
import { useState } from 'preact/hooks'
import type { Person } from '../site/pack.ts'
import type { Station } from '../site/queues.ts'
import { act } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from './action.tsx'
import { Dialog } from './dialog.tsx'
import { Choices } from './fields.tsx'
import { listOf } from './parts.tsx'
import { inFront } from './queue.tsx'
import { offerUndo } from './undo.tsx'

export function LeaveActions({ person, station }: { person: Person; station: Station }) {
  const [asking, setAsking] = useState<'left' | 'declined' | null>(null)
  return (
    <>
      <Action kind="quiet" k="u" onAct={() => setAsking('declined')}>{t('declines')}</Action>
      <Action kind="quiet" k="v" onAct={() => setAsking('left')}>{t('has_left')}</Action>
      {asking && (
        <LeaveDialog kind={asking} person={person} station={station} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

interface LeaveDialogProps {
  kind: 'left' | 'declined'
  person: Person
  station: Station
  onClose: () => void
}

function LeaveDialog({ kind, person, station, onClose }: LeaveDialogProps) {
  const [reason, setReason] = useState<string | null>(null)
  const reasons =
    kind === 'declined'
      ? listOf('decline_reason')
      : (['waited_too_long', 'urgent_matter', 'unknown'] as const).map((r) => ({
          value: r,
          label: t(`reason_${r}`),
        }))
  return (
    <Dialog title={t(kind === 'declined' ? 'declines_title' : 'has_left_title', { name: person.name })} onClose={onClose}>
      <Choices legend={t('reason')} name="leave" first choices={reasons} value={reason} onChange={setReason} />
      <Action
        kind="danger"
        k="ctrl+enter"
        disabled={!reason}
        onAct={async () => {
          const entries = await act({
            kind,
            person: person.id,
            data: { reason, appointment: person.appointment, home: person.home },
          })
          inFront(station).value = null
          offerUndo(t(kind === 'declined' ? 'did_decline' : 'did_leave', { name: person.name }), entries)
          onClose()
        }}
      >
        {t('confirm')}
      </Action>
    </Dialog>
  )
}
