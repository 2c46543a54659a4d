/** Kết thúc & khóa sổ: declared counts, one outcome each, vials, doses, devices; then the close. */
import { useEffect, useState } from 'preact/hooks'
import { showTime } from '../clock.ts'
import { text } from '../site/facts.ts'
import { unopened } from '../site/vials.ts'
import { act, actor, arrived, journeys, lastClose, pack, personOf, refused, unsent, vials } from '../state.ts'
import { coded, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices, Field } from '../ui/fields.tsx'
import { Card, listOf, Notice, Tag } from '../ui/parts.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { CloseBox } from './closebox.tsx'
import { DeviceTable, DoseTable, PeopleTable, VialTable } from './closetables.tsx'
import { countAgain, figures } from './figures.ts'

const COUNT_MILLISECONDS = 5000
export const HEADS = ['site_head', 'facility_head', 'district']

export function isHead(): boolean {
  return HEADS.includes(actor.value?.role ?? '')
}

export function CloseStation() {
  const [fault, setFault] = useState(false)
  // Counted anew as soon as something of the session has arrived, and every few seconds besides.
  useEffect(() => {
    const count = () => void countAgain().then(() => setFault(false), () => setFault(true))
    count()
    const timer = setInterval(count, COUNT_MILLISECONDS)
    return () => clearInterval(timer)
  }, [unsent.value, arrived.value.size])
  const counted = figures.value
  return (
    <div class="st-close">
      <StateNotice />
      {fault && <Notice tone="warn" title={t('figures_offline')} />}
      {unsent.value > 0 && <Notice tone="warn" title={t('unsent_events', { n: unsent.value })} />}
      {refused.value.length > 0 && <Notice tone="bad" title={t('refused_events', { n: refused.value.length })} />}
      {!isHead() && <Notice tone="info" title={t('heads_only')} />}
      <Declared />
      <Unresolved />
      {counted && (
        <>
          <PeopleTable figures={counted} />
          <Rests />
          <VialTable figures={counted} />
          <DoseTable figures={counted} />
          <DeviceTable figures={counted} />
          <CloseBox figures={counted} onCount={countAgain} />
        </>
      )}
    </div>
  )
}

function StateNotice() {
  const last = lastClose.value
  if (!last || last.kind === 'session_reopened') return null
  const when = showTime(last.at)
  if (last.kind === 'session_ended') return <Notice tone="info" title={t('session_ended_at', { time: when })} />
  const balanced = text(last, 'outcome') === 'closed_balanced'
  return (
    <Notice tone={balanced ? 'good' : 'warn'} title={t(balanced ? 'closed_balanced_at' : 'closed_open_at', { time: when })}>
      <p>{t('late_events_taken')}</p>
    </Notice>
  )
}

function Declared() {
  const [moment, setMoment] = useState<'noon' | 'end'>('end')
  const [count, setCount] = useState('')
  const counted = figures.value
  const valid = /^\d{1,5}$/.test(count.trim())
  return (
    <Card title={t('declared_count')}>
      <p class="tc-quiet">{t('declared_hint')}</p>
      {counted && (
        <p>
          {t('declared_noon_is', { n: counted.declared_noon ?? '–' })} · {t('declared_end_is', { n: counted.declared_end ?? '–' })} ·{' '}
          {t('entered_is', { n: counted.entered })}
        </p>
      )}
      <Choices
        legend={t('moment')}
        name="moment"
        inline
        value={moment}
        onChange={(value) => setMoment(value as 'noon' | 'end')}
        choices={[{ value: 'noon', label: t('moment_noon') }, { value: 'end', label: t('moment_end') }]}
      />
      <Field label={t('declared_injected')} mode="numeric" width={5} value={count} onInput={setCount} />
      <Action
        k="d"
        disabled={!isHead() || !valid}
        onAct={async () => {
          await act({ kind: 'declared', data: { moment, injected: Number(count) } })
          setCount('')
        }}
      >
        {t('declare')}
      </Action>
    </Card>
  )
}

/** Everybody called ends with one outcome: who never came, and who came and went. */
function Unresolved() {
  const [asking, setAsking] = useState<'no_show' | 'left' | null>(null)
  const all = [...journeys.value.values()]
  const absent = all.filter((j) => j.phase === 'called' && personOf(j.person)?.appointment)
  const inside = all.filter((j) => ['measure', 'resting', 'screening', 'injection'].includes(j.phase))
  const watched = all.filter((j) => j.phase === 'observation')
  const group = asking === 'no_show' ? absent : inside
  if (absent.length + inside.length + watched.length === 0) return null
  return (
    <Card title={t('unresolved')} aside={absent.length + inside.length}>
      {watched.length > 0 && <p><Tag tone="warn">{t('still_watched', { n: watched.length })}</Tag></p>}
      <div class="st-actions">
        <Action kind="secondary" k="n" disabled={absent.length === 0} onAct={() => setAsking('no_show')}>
          {t('absent_people', { n: absent.length })}
        </Action>
        <Action kind="secondary" k="v" disabled={inside.length === 0} onAct={() => setAsking('left')}>
          {t('inside_people', { n: inside.length })}
        </Action>
      </div>
      {asking && (
        <Dialog title={t(asking === 'no_show' ? 'absent_title' : 'inside_title', { n: group.length })} onClose={() => setAsking(null)}>
          <ul class="st-list">
            {group.map((j) => <li key={j.person}>{personOf(j.person)?.name}</li>)}
          </ul>
          <Action
            kind="danger"
            k="ctrl+enter"
            onAct={async () => {
              const entries = await act(
                ...group.map((j) => ({
                  kind: asking,
                  person: j.person,
                  data: {
                    reason: asking === 'left' ? 'unknown' : undefined,
                    appointment: personOf(j.person)?.appointment,
                    home: personOf(j.person)?.home,
                  },
                })),
              )
              offerUndo(t('did_resolve', { n: group.length }), entries, ['wrong_entry'])
              setAsking(null)
            }}
          >
            {t('confirm')}
          </Action>
        </Dialog>
      )}
    </Card>
  )
}

/** What is left at the end: doses in opened vials, and vials that nobody opened. */
function Rests() {
  const opened = vials.value.opened.filter((v) => v.remaining > 0)
  const lots = pack.value?.lots ?? []
  const left = unopened(vials.value, lots)
  const unused = lots.filter((lot) => (left.get(lot.id) ?? 0) > 0)
  const [reason, setReason] = useState<string | null>(null)
  if (opened.length === 0 && unused.length === 0) return null
  const doses = opened.reduce((sum, v) => sum + v.remaining, 0)
  return (
    <Card title={t('rests')}>
      {opened.length > 0 && (
        <>
          <Choices
            legend={t('rests_in_vials', { doses, vials: opened.length })}
            name="rest"
            inline
            value={reason}
            onChange={setReason}
            choices={listOf('discard_reason', 'dose')}
          />
          <Action
            kind="danger"
            disabled={!reason}
            onAct={async () => {
              const entries = await act(
                ...opened.map((v) => ({
                  kind: 'vial_discarded' as const,
                  data: { table: v.table, vial: v.id, product: v.product, lot: v.lot, doses: v.remaining, reason },
                })),
              )
              offerUndo(t('did_discard', { n: doses }), entries, ['wrong_entry'])
            }}
          >
            {t('discard_rests', { n: doses })}
          </Action>
        </>
      )}
      {unused.map((lot) => (
        <p key={lot.id} class="st-rest">
          <span>{t('unopened_of_lot', { lot: lot.number, n: left.get(lot.id) ?? 0 })}</span>
          <Action
            kind="secondary"
            onAct={async () => {
              const entries = await act({
                kind: 'vials_returned',
                data: { product: lot.product, lot: lot.id, vials: left.get(lot.id) },
              })
              offerUndo(t('did_return', { lot: lot.number, n: left.get(lot.id) ?? 0 }), entries, ['wrong_entry'])
            }}
          >
            {t('return_vials', { n: left.get(lot.id) ?? 0, lot: lot.number })}
          </Action>
        </p>
      ))}
    </Card>
  )
}

/** Kinds of which there should be none: only what was found is told. */
const FOUND_ONLY = ['not_declared', 'doses_without_vial', 'device_doubled', 'device_broken', 'quarantined']

export function gapSentence(gap: { kind: string; subject: string; expected: number; found: number }): string {
  const numbers = FOUND_ONLY.includes(gap.kind)
    ? t('gap_found', { found: gap.found })
    : t('gap_numbers', { expected: gap.expected, found: gap.found })
  const isTable = (gap.kind === 'vials' || gap.kind === 'doses') && gap.subject.includes(' · ')
  const subject = isTable ? t('at_table', { where: gap.subject }) : gap.subject
  return [coded('gap', gap.kind), subject, numbers].filter(Boolean).join(' · ')
}
