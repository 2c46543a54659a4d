/** Unopened vials between the store of the session and its tables: one act at the giving side. */
import { useState } from 'preact/hooks'
import type { Draft } from '../ledger/envelope.ts'
import type { Lot, Table } from '../site/pack.ts'
import { act, pack } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices, Field, Select } from '../ui/fields.tsx'
import { listOf } from '../ui/parts.tsx'
import { offerUndo } from '../ui/undo.tsx'

interface Move {
  value: string
  label: string
}

function movesOf(table: Table): Move[] {
  const others = (pack.value?.tables ?? []).filter((o) => o.id !== table.id && o.product === table.product)
  return [
    { value: 'from-store', label: t('vials_handed') },
    { value: 'to-store', label: t('vials_to_store') },
    ...others.map((o) => ({ value: o.id, label: t('vials_to_table', { n: o.number }) })),
    { value: 'broken', label: t('vials_broken') },
  ]
}

function draftOf(move: string, table: Table, lot: Lot, vials: number, reason: string): Draft {
  const what = { product: lot.product, lot: lot.id, vials }
  if (move === 'broken') return { kind: 'vial_broken', data: { ...what, table: table.id, reason } }
  if (move === 'from-store') return { kind: 'vials_moved', data: { ...what, other_table: table.id } }
  const other = move === 'to-store' ? undefined : move
  return { kind: 'vials_moved', data: { ...what, table: table.id, other_table: other } }
}

interface UnopenedDialogProps {
  table: Table
  lots: readonly (Lot & { left: number })[]
  onClose: () => void
}

export function UnopenedDialog({ table, lots, onClose }: UnopenedDialogProps) {
  const there = lots.filter((lot) => lot.left > 0)
  const moves = movesOf(table)
  const [move, setMove] = useState<string | null>(null)
  const [lotId, setLotId] = useState(there.length === 1 ? String(there[0]!.id) : '')
  const [count, setCount] = useState('1')
  const [reason, setReason] = useState('')
  const lot = there.find((l) => String(l.id) === lotId)
  const vials = /^\d{1,4}$/.test(count) ? Number(count) : 0
  const fits = lot !== undefined && vials >= 1 && vials <= lot.left
  const ready = move !== null && fits && (move !== 'broken' || reason !== '')

  const save = async () => {
    if (!ready || !lot || !move) return
    const entries = await act(draftOf(move, table, lot, vials, reason))
    const what = moves.find((m) => m.value === move)?.label ?? ''
    offerUndo(t('did_move', { n: vials, lot: lot.number, what }), entries, ['wrong_entry', 'not_done'])
    onClose()
  }

  return (
    <Dialog title={t('unopened_title', { n: table.number })} onClose={onClose}>
      <Choices legend={t('what_happened')} name="move" first choices={moves} value={move} onChange={setMove} />
      <Select
        label={t('lot')}
        empty={t('choose')}
        value={lotId}
        onChange={setLotId}
        choices={there.map((l) => ({ value: String(l.id), label: `${l.number} · ${t('vials_left', { n: l.left })}` }))}
      />
      <Field
        label={t('vials_count')}
        mode="numeric"
        width={3}
        value={count}
        onInput={setCount}
        error={lot && !fits ? t('between', { least: 1, most: lot.left }) : undefined}
      />
      {move === 'broken' && (
        <Select
          label={t('reason')}
          empty={t('choose')}
          value={reason}
          onChange={setReason}
          choices={listOf('discard_reason', 'vial')}
        />
      )}
      <Action big k="ctrl+enter" disabled={!ready} onAct={save}>{t('confirm')}</Action>
    </Dialog>
  )
}
