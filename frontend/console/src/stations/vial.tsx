/** The open vial of a table: opened once with its actual yield, the next one in one tap. */
import { useState } from 'preact/hooks'
import { showDay, showMoment, showTime, ticking } from '../clock.ts'
import { uuid7 } from '../ledger/bytes.ts'
import type { Draft } from '../ledger/envelope.ts'
import type { Lot, Product, Table } from '../site/pack.ts'
import { type OpenedVial, unopened } from '../site/vials.ts'
import { act, pack, vials } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices, Field } from '../ui/fields.tsx'
import { listOf, Notice, Tag } from '../ui/parts.tsx'
import { announce } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { UnopenedDialog } from './unopened.tsx'

const UNDO_REASONS = ['wrong_vial', 'wrong_entry', 'not_done']

function productOf(table: Table): Product | undefined {
  return pack.value?.products.find((p) => p.id === table.product)
}

function usableLots(table: Table): (Lot & { left: number })[] {
  const lots = (pack.value?.lots ?? []).filter((lot) => lot.product === table.product)
  const left = unopened(vials.value, lots)
  return lots.map((lot) => ({ ...lot, left: left.get(lot.id) ?? 0 }))
}

function opening(table: Table, lot: number, doses: number): Draft {
  return {
    kind: 'vial_opened',
    data: { table: table.id, vial: uuid7(), product: table.product, lot, doses },
  }
}

export function VialPanel({ table, vial }: { table: Table; vial: OpenedVial | null }) {
  const [asking, setAsking] = useState<'open' | 'discard' | 'next' | 'unopened' | null>(null)
  const product = productOf(table)
  if (!product) return <Notice tone="bad" title={t('no_product')} />
  const lots = usableLots(table)
  const lot = lots.find((l) => l.id === vial?.lot)

  const next = async () => {
    if (vial && vial.remaining > 0) setAsking('next')
    else if (vial && lot && lot.left > 0 && lot.state === 'released') {
      const entries = await act(opening(table, lot.id, product.doses_per_vial))
      offerUndo(t('did_open', { lot: lot.number, doses: product.doses_per_vial }), entries, UNDO_REASONS)
    } else setAsking('open')
  }

  return (
    <section class="tc-card st-vial" aria-label={t('open_vial')}>
      {vial ? (
        <VialFacts vial={vial} lot={lot} product={product} />
      ) : (
        <p class="st-vial__none">{t('no_open_vial')}</p>
      )}
      <div class="st-actions">
        <Action k="l" kind={vial && vial.remaining > 0 ? 'secondary' : 'primary'} onAct={next}>
          {t(vial ? 'next_vial' : 'open_first_vial')}
        </Action>
        {vial && (
          <>
            <Action kind="quiet" k="+" onAct={() => correctYield(vial, vial.yield + 1)}>{t('one_dose_more')}</Action>
            <Action kind="quiet" k="-" disabled={vial.remaining <= 0} onAct={() => correctYield(vial, vial.yield - 1)}>
              {t('one_dose_less')}
            </Action>
            <Action kind="quiet" k="x" disabled={vial.remaining <= 0} onAct={() => setAsking('discard')}>
              {t('discard_doses')}
            </Action>
          </>
        )}
        <Action kind="quiet" k="g" onAct={() => setAsking('unopened')}>{t('unopened_vials')}</Action>
      </div>
      {asking === 'unopened' && <UnopenedDialog table={table} lots={lots} onClose={() => setAsking(null)} />}
      {asking === 'open' && <OpenDialog table={table} product={product} lots={lots} onClose={() => setAsking(null)} />}
      {(asking === 'discard' || asking === 'next') && vial && (
        <DiscardDialog
          table={table}
          vial={vial}
          then={asking === 'next' && lot && lot.left > 0 ? opening(table, lot.id, product.doses_per_vial) : null}
          onClose={() => setAsking(null)}
          onDone={() => setAsking(asking === 'next' && !(lot && lot.left > 0) ? 'open' : null)}
        />
      )}
    </section>
  )
}

function VialFacts({ vial, lot, product }: { vial: OpenedVial; lot: Lot | undefined; product: Product }) {
  const ends = product.open_vial_hours === null ? null : vial.openedAt + product.open_vial_hours * 3_600_000
  const over = ends !== null && ends <= ticking()
  return (
    <div class="st-vial__facts">
      <p class="st-vial__count">
        <b class={vial.remaining <= 0 ? 'st-vial__zero' : ''}>{vial.remaining}</b>
        <span class="tc-quiet">{t('of_doses_left', { n: vial.yield })}</span>
      </p>
      <p class="st-vial__lot">
        <span class="tc-quiet">{product.short_name} · {t('lot')}</span> <b>{lot?.number ?? vial.lot}</b>
        {lot && lot.state !== 'released' && <Tag tone="bad">{t(`lot_${lot.state}`)}</Tag>}
      </p>
      <p class="tc-quiet">
        {t('opened_at', { time: showTime(vial.openedAt) })}
        {ends !== null && ` · ${t('use_until', { time: showMoment(ends) })}`}
        {lot && ` · ${t('expires', { day: showDay(lot.expires_on) })}`}
      </p>
      {over && <Notice tone="bad" title={t('open_too_long')} alert />}
    </div>
  )
}

/** A vial that gives more or less than was entered: its opening is taken back and told again. */
async function correctYield(vial: OpenedVial, doses: number): Promise<void> {
  await act(
    { kind: 'site_voided', supersedes: vial.event, data: { reason: 'other_yield' } },
    {
      kind: 'vial_opened',
      at: new Date(vial.openedAt),
      data: { table: vial.table, vial: vial.id, product: vial.product, lot: vial.lot, doses },
    },
  )
  announce(t('did_correct_yield', { n: doses }))
}

interface OpenDialogProps {
  table: Table
  product: Product
  lots: readonly (Lot & { left: number })[]
  onClose: () => void
}

function OpenDialog({ table, product, lots, onClose }: OpenDialogProps) {
  const usable = lots.filter((lot) => lot.state === 'released' && lot.left > 0)
  const [lot, setLot] = useState<string | null>(usable.length === 1 ? String(usable[0]!.id) : null)
  const [doses, setDoses] = useState(String(product.doses_per_vial))
  const count = /^\d+$/.test(doses) ? Number(doses) : 0
  const fits = count >= 1 && count <= 30
  return (
    <Dialog title={t('open_vial_title')} onClose={onClose}>
      {usable.length === 0 && <Notice tone="bad" title={t('no_vials_left')} />}
      <Choices
        legend={t('lot')}
        name="lot"
        first
        value={lot}
        onChange={setLot}
        choices={usable.map((l) => ({
          value: String(l.id),
          label: l.number,
          hint: `${t('vials_left', { n: l.left })} · ${t('expires', { day: showDay(l.expires_on) })}`,
        }))}
      />
      <Field
        label={t('vial_yield')}
        hint={t('vial_yield_hint', { n: product.doses_per_vial })}
        mode="numeric"
        width={3}
        value={doses}
        onInput={setDoses}
        error={fits ? undefined : t('yield_range')}
      />
      <Action
        big
        k="ctrl+enter"
        disabled={!lot || !fits}
        onAct={async () => {
          const entries = await act(opening(table, Number(lot), count))
          const named = usable.find((l) => String(l.id) === lot)?.number ?? ''
          offerUndo(t('did_open', { lot: named, doses: count }), entries, UNDO_REASONS)
          onClose()
        }}
      >
        {t('open_this_vial')}
      </Action>
    </Dialog>
  )
}

interface DiscardDialogProps {
  table: Table
  vial: OpenedVial
  then: Draft | null
  onClose: () => void
  onDone: () => void
}

function DiscardDialog({ table, vial, then, onClose, onDone }: DiscardDialogProps) {
  const [reason, setReason] = useState<string | null>(null)
  const [doses, setDoses] = useState(String(vial.remaining))
  const count = /^\d+$/.test(doses) ? Number(doses) : 0
  const fits = count >= 1 && count <= vial.remaining
  return (
    <Dialog title={t('discard_title', { n: vial.remaining })} onClose={onClose}>
      <Choices
        legend={t('reason')}
        name="discard"
        first
        value={reason}
        onChange={setReason}
        choices={listOf('discard_reason')}
      />
      <Field
        label={t('doses_discarded')}
        mode="numeric"
        width={3}
        value={doses}
        onInput={setDoses}
        error={fits ? undefined : t('between', { least: 1, most: vial.remaining })}
      />
      <Action
        kind="danger"
        k="ctrl+enter"
        disabled={!reason || !fits}
        onAct={async () => {
          const discard: Draft = {
            kind: 'vial_discarded',
            data: { table: table.id, vial: vial.id, product: vial.product, lot: vial.lot, doses: count, reason },
          }
          const entries = await act(discard, ...(then && count === vial.remaining ? [then] : []))
          offerUndo(t('did_discard', { n: count }), entries, UNDO_REASONS)
          onDone()
        }}
      >
        {t(then ? 'discard_and_open' : 'discard_now')}
      </Action>
    </Dialog>
  )
}
