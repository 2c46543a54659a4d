/** The arithmetics of the close: people, vials, doses and devices, never mixed. */
import type { ComponentChildren } from 'preact'
import { showTime } from '../clock.ts'
import { ENDINGS } from '../site/journey.ts'
import { t } from '../words/index.ts'
import { Card, Tag } from '../ui/parts.tsx'
import type { Figures, PeopleFigures } from './figures.ts'

function Balance({ difference }: { difference: number }) {
  return difference === 0 ? <Tag tone="good">{t('agrees')}</Tag> : <Tag tone="bad">{t('differs', { n: difference })}</Tag>
}

function Table({ caption, head, children }: { caption: string; head: string[]; children: ComponentChildren }) {
  return (
    <div class="tc-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="tc-table tc-table--compact">
        <caption class="nhsuk-u-visually-hidden">{caption}</caption>
        <thead>
          <tr>{head.map((h, i) => <th key={h} scope="col" class={i > 0 && i < head.length - 1 ? 'tc-table__number' : ''}>{h}</th>)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function outcomes(people: PeopleFigures): string {
  return ['injected' as const, ...ENDINGS]
    .filter((name) => people[name] > 0 || name === 'injected')
    .map((name) => `${t(`ending_${name}`)} ${people[name]}`)
    .join(' + ')
}

export function PeopleTable({ figures }: { figures: Figures }) {
  const rows = [
    { key: 'called', label: t('called_people'), people: figures.people },
    ...(figures.walk_ins.total > 0 ? [{ key: 'walk', label: t('walk_ins'), people: figures.walk_ins }] : []),
  ]
  return (
    <Card title={t('people_arithmetic')}>
      {rows.map(({ key, label, people }) => (
        <p class="st-sum" key={key}>
          <span>
            {label} <b>{people.total}</b> = {outcomes(people)}
            {people.inside + people.absent > 0 && ` + ${t('without_outcome', { n: people.inside + people.absent })}`}
          </span>
          <Balance difference={people.inside + people.absent} />
        </p>
      ))}
    </Card>
  )
}

export function VialTable({ figures }: { figures: Figures }) {
  if (figures.vials.length === 0) return null
  return (
    <Card title={t('vial_arithmetic')}>
      <p class="tc-quiet">{t('vial_formula')}</p>
      <Table
        caption={t('vial_arithmetic')}
        head={[t('table_and_lot'), t('issued'), t('moved_in'), t('opened'), t('broken'), t('moved_out'), t('returned'), t('result')]}
      >
        {figures.vials.map((line) => (
          <tr key={`${line.table_id}/${line.lot_id}`}>
            <th scope="row">{line.table === null ? t('session_store') : t('table_number', { n: line.table })} · {line.lot}</th>
            {[line.issued, line.moved_in, line.opened, line.broken, line.moved_out, line.returned].map((n, i) => (
              <td class="tc-table__number" key={i}>{n}</td>
            ))}
            <td><Balance difference={line.difference} /></td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

export function DoseTable({ figures }: { figures: Figures }) {
  if (figures.doses.length === 0) return null
  return (
    <Card title={t('dose_arithmetic')}>
      <p class="tc-quiet">{t('dose_formula')}</p>
      <Table caption={t('dose_arithmetic')} head={[t('opened_vial'), t('yield'), t('injected'), t('discarded'), t('result')]}>
        {figures.doses.map((line) => (
          <tr key={line.vial_id}>
            <th scope="row">
              {line.opened_at ? showTime(line.opened_at) : t('not_opened')}
              {line.table !== null && ` · ${t('table_number', { n: line.table })}`} · {line.lot}
            </th>
            {[line.doses, line.injected, line.discarded].map((n, i) => <td class="tc-table__number" key={i}>{n}</td>)}
            <td><Balance difference={line.difference} /></td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

export function DeviceTable({ figures }: { figures: Figures }) {
  if (figures.devices.length === 0) return null
  return (
    <Card title={t('device_numbers')}>
      <Table caption={t('device_numbers')} head={[t('device'), t('highest'), t('arrived'), t('result')]}>
        {figures.devices.map((line) => (
          <tr key={line.device_id}>
            <th scope="row">{line.name}</th>
            <td class="tc-table__number">{line.highest}</td>
            <td class="tc-table__number">{line.arrived}</td>
            <td>
              <Balance difference={line.highest - line.arrived} />{' '}
              {line.doubled > 0 && <Tag tone="bad">{t('doubled', { n: line.doubled })}</Tag>}
              {line.broken > 0 && <Tag tone="bad">{t('chain_broken', { n: line.broken })}</Tag>}
              {line.quarantined > 0 && <Tag tone="bad">{t('in_quarantine', { n: line.quarantined })}</Tag>}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
