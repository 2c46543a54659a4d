/** Khám sàng lọc: the form of the date, what it suggests, and what the doctor concludes. */
import { useState } from 'preact/hooks'
import type { FormRules } from '../rules/screening.ts'
import { formFor, isAbnormal, isAsked } from '../rules/screening.ts'
import type { Journey } from '../site/journey.ts'
import type { Person } from '../site/pack.ts'
import { spokenNumber } from '../site/queues.ts'
import { act, pack } from '../state.ts'
import { said, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Choices, DateField, Field } from '../ui/fields.tsx'
import { LeaveActions } from '../ui/leaving.tsx'
import { Card, Notice, PersonHead, Problems, usePerformer } from '../ui/parts.tsx'
import { Desk, inFront } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { Conclusion } from './conclusion.tsx'
import { Readings, vitalsOf } from './measure.tsx'

export interface Answers {
  answers: Record<string, boolean>
  /** Days, weeks and words written down beside an item, by its code. */
  beside: Record<string, string>
}

function ItemDetail({ asks, value, onInput }: {
  asks: 'date' | 'text' | 'weeks'
  value: string
  onInput: (value: string) => void
}) {
  if (asks === 'date') {
    return <DateField label={t('item_date')} value={value} onInput={onInput} />
  }
  if (asks === 'weeks') {
    return <Field label={t('item_weeks')} mode="numeric" width={3} value={value} onInput={onInput} />
  }
  return <Field label={t('item_text')} value={value} onInput={onInput} />
}

interface ItemsProps {
  form: FormRules
  person: Person
  given: Answers
  /** Whether a measurement stands against a no at the item that asks for them. */
  abnormal: boolean
  onChange: (given: Answers) => void
}

function Items({ form, person, given, abnormal, onChange }: ItemsProps) {
  const asked = form.items.filter((item) => isAsked(form, item, given.answers, person.sex))
  const open = asked.filter((item) => !(item.code in given.answers) && !(item.from_vitals && abnormal))
  const answer = (code: string, yes: boolean) =>
    onChange({ ...given, answers: { ...given.answers, [code]: yes } })
  return (
    <>
      <div class="st-form-head">
        <p>
          <b>{said(form.name)}</b>{' '}
          <span class="tc-quiet">
            {form.authority.number ?? form.authority.issuer}
            {!form.verified && ` · ${t('form_unverified')}`}
          </span>
        </p>
        <Action
          kind="secondary"
          k="k"
          disabled={open.length === 0}
          onAct={() =>
            onChange({
              ...given,
              answers: { ...Object.fromEntries(open.map((i) => [i.code, false])), ...given.answers },
            })
          }
        >
          {t('all_others_no', { n: open.length })}
        </Action>
      </div>
      <div class="st-items">
        {asked.map((item, i) => (
          <div class={`st-item${given.answers[item.code] ? ' st-item--yes' : ''}`} key={item.code}>
            <Choices
              legend={`${item.code}. ${said(item.text)}`}
              name={`item-${item.code}`}
              inline
              first={i === 0}
              value={item.code in given.answers ? String(given.answers[item.code]) : null}
              onChange={(value) => answer(item.code, value === 'true')}
              choices={[
                { value: 'false', label: t('no') },
                { value: 'true', label: t('yes'), tone: 'warn' },
              ]}
            />
            {given.answers[item.code] && item.asks && (
              <ItemDetail
                asks={item.asks}
                value={given.beside[item.code] ?? ''}
                onInput={(value) =>
                  onChange({ ...given, beside: { ...given.beside, [item.code]: value } })
                }
              />
            )}
          </div>
        ))}
      </div>
    </>
  )
}

function Screening({ person, journey }: { person: Person; journey: Journey }) {
  const form = formFor(pack.value?.forms ?? [], person.age)
  const [given, setGiven] = useState<Answers>({ answers: {}, beside: {} })
  const [doctor, chooser] = usePerformer(['screener', 'site_head'])
  if (!form) return <Notice tone="bad" title={t('no_form')} />
  const vitals = vitalsOf(journey.readings.at(-1))
  const abnormal = form.vitals.some((limit) => isAbnormal(limit, vitals[limit.code]))
  return (
    <Card>
      <PersonHead person={person} queueNumber={spokenNumber(journey.queueNumber)} />
      <Problems person={person} />
      <Readings form={form} journey={journey} />
      <Items form={form} person={person} given={given} abnormal={abnormal} onChange={setGiven} />
      {chooser}
      <Conclusion form={form} person={person} doctor={doctor} given={given} vitals={vitals}>
        <Action
          kind="quiet"
          k="m"
          onAct={async () => {
            const entries = await act({
              kind: 'measured', person: person.id, performedBy: doctor ?? undefined,
              data: { rest_and_repeat: true, home: person.home },
            }) // prettier-ignore
            inFront('screening').value = null
            offerUndo(t('did_rest', { name: person.name }), entries)
          }}
        >
          {t('measure_again')}
        </Action>
        <LeaveActions person={person} station="screening" />
      </Conclusion>
    </Card>
  )
}

export function ScreeningStation() {
  return (
    <Desk
      station="screening"
      work={(person, journey) => <Screening person={person} journey={journey} />}
    />
  )
}
