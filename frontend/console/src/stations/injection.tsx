/** Tiêm: the table's open vial, the next person, one confirmation; a tally to hold against paper. */
import { useState } from 'preact/hooks'
import { showTime } from '../clock.ts'
import { number, standing, text } from '../site/facts.ts'
import type { Journey } from '../site/journey.ts'
import type { Lot, Person, Table } from '../site/pack.ts'
import { spokenNumber } from '../site/queues.ts'
import { type OpenedVial, vialOf } from '../site/vials.ts'
import { act, choices, choose, facts, journeyOf, pack, personOf, vials } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Choices } from '../ui/fields.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { LeaveActions } from '../ui/leaving.tsx'
import { Card, Notice, PersonHead, Problems, Tag, usePerformer } from '../ui/parts.tsx'
import { Desk, inFront } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { VialPanel } from './vial.tsx'

function tableKey(): string {
  return `table-${pack.value?.session.id}`
}

function tableHere(): Table | null {
  const id = choices.value[tableKey()]
  return pack.value?.tables.find((table) => table.id === id) ?? null
}

function ChooseTable() {
  const [id, setId] = useState<string | null>(null)
  useFirstFocus()
  return (
    <Card title={t('choose_table')}>
      <Choices
        legend={t('which_table')}
        name="table"
        first
        inline
        value={id}
        onChange={setId}
        choices={(pack.value?.tables ?? []).map((table) => ({
          value: table.id,
          label: t('table_number', { n: table.number }),
          hint: pack.value?.products.find((p) => p.id === table.product)?.short_name,
        }))}
      />
      <Action big k="ctrl+enter" disabled={!id} onAct={() => choose(tableKey(), id!)}>
        {t('sit_here')}
      </Action>
    </Card>
  )
}

export function lotOf(id: number): Lot | null {
  return pack.value?.lots.find((lot) => lot.id === id) ?? null
}

const SITES = ['left_arm', 'right_arm', 'left_thigh', 'right_thigh'] as const

interface InjectingProps {
  person: Person
  journey: Journey
  table: Table
  vial: OpenedVial | null
}

function stops({ person, journey, table, vial }: InjectingProps): string[] {
  const found: string[] = []
  const screened = journey.screening
  const product = screened && number(screened, 'product')
  const overridden = screened !== null && text(screened, 'override_reason') !== null
  if (product !== null && product !== undefined && product !== table.product) found.push(t('stop_other_product'))
  if (screened?.data['consent'] !== true) found.push(t('stop_no_consent'))
  if (!overridden && person.verdict?.problems.some((p) => p.blocks)) found.push(t('stop_rules'))
  if (vial && lotOf(vial.lot)?.state !== 'released') found.push(t('stop_lot'))
  return found
}

function Injecting(props: InjectingProps) {
  const { person, journey, table, vial } = props
  const [site, setSite] = useState<string>('left_arm')
  const [performer, chooser] = usePerformer(['injector', 'nurse', 'screener', 'site_head'])
  const against = stops(props)
  const product = pack.value?.products.find((p) => p.id === table.product)
  const hasDose = vial !== null && vial.remaining > 0
  const ready = hasDose && performer !== null && against.length === 0 && product !== undefined
  const caution = journey.screening && text(journey.screening, 'conclusion') === 'caution'

  const inject = async () => {
    if (!ready || !vial || !product) return
    const lot = lotOf(vial.lot)
    const entries = await act({
      kind: 'injected',
      person: person.id,
      performedBy: performer ?? undefined,
      data: {
        product: product.id,
        lot: vial.lot,
        lot_number: lot?.number,
        number: person.verdict?.number ?? person.dose_number,
        dose_kind: person.verdict?.kind,
        volume_ml: person.verdict?.dose_ml ?? product.dose_ml,
        body_site: site,
        table: table.id,
        vial: vial.id,
        home: person.home,
        age: person.age,
        sex: person.sex,
        priority_group: person.priority_group,
        override_reason: journey.screening ? text(journey.screening, 'override_reason') : null,
      },
    })
    inFront('injection').value = null
    offerUndo(t('did_inject', { name: person.name }), entries, [
      'wrong_person', 'wrong_vial', 'not_done', 'entered_twice',
    ])
  }

  return (
    <Card>
      <PersonHead person={person} queueNumber={spokenNumber(journey.queueNumber)} />
      {caution && <Notice tone="warn" title={t('caution_person')} />}
      <Problems person={person} />
      {against.length > 0 && (
        <Notice tone="bad" title={t('do_not_inject')} alert>
          <ul class="st-list">{against.map((line) => <li key={line}>{line}</li>)}</ul>
        </Notice>
      )}
      <Choices
        legend={t('body_site')}
        name="site"
        inline
        value={site}
        onChange={setSite}
        choices={SITES.map((s) => ({ value: s, label: t(`site_${s}`) }))}
      />
      {chooser}
      <div class="st-actions">
        <Action big k="ctrl+enter" disabled={!ready} onAct={inject}>
          {t('confirm_injection', {
            product: product?.short_name ?? '',
            lot: vial ? (lotOf(vial.lot)?.number ?? '') : '',
          })}
        </Action>
        <LeaveActions person={person} station="injection" />
      </div>
      {!hasDose && <p class="tc-quiet">{t('open_vial_first')}</p>}
    </Card>
  )
}

function Tally({ table }: { table: Table }) {
  const doses = standing(facts.value).filter(
    (f) => f.kind === 'injected' && text(f, 'table') === table.id,
  )
  return (
    <Card title={t('tally')} aside={<b class="st-tally">{doses.length}</b>} quiet>
      <ol class="st-recent">
        {doses.slice(-5).reverse().map((fact) => (
          <li key={fact.id}>
            <span class="tc-quiet">{showTime(fact.at)}</span>
            <span>{spokenNumber(journeyOf(fact.person ?? '').queueNumber)}</span>
            <span>{personOf(fact.person ?? '')?.name ?? ''}</span>
            {fact.outcome === null && <Tag tone="mute">{t('waits_to_be_sent')}</Tag>}
            {fact.flags.length > 0 && <Tag tone="warn">{t('flagged')}</Tag>}
          </li>
        ))}
      </ol>
    </Card>
  )
}

export function InjectionStation() {
  const table = tableHere()
  if (!table) return <ChooseTable />
  const vial = vialOf(vials.value, table.id)
  return (
    <Desk
      station="injection"
      above={
        <>
          <div class="st-table-head">
            <h2 class="nhsuk-heading-m">{t('table_number', { n: table.number })}</h2>
            <Action kind="quiet" onAct={() => choose(tableKey(), '')}>{t('other_table')}</Action>
          </div>
          <VialPanel table={table} vial={vial} />
        </>
      }
      below={<Tally table={table} />}
      work={(person, journey) => (
        <Injecting person={person} journey={journey} table={table} vial={vial} />
      )}
    />
  )
}
