/** Đo sinh hiệu: every reading is kept; a high one rests and is measured again. */
import { useState } from 'preact/hooks'
import { showTime } from '../clock.ts'
import { isAbnormal, formFor, type FormRules, type VitalCode, type VitalLimit, type Vitals } from '../rules/screening.ts'
import { number, type Fact } from '../site/facts.ts'
import type { Journey } from '../site/journey.ts'
import type { Person } from '../site/pack.ts'
import { spokenNumber } from '../site/queues.ts'
import { act, pack } from '../state.ts'
import { said, showNumber, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Field, numberOf } from '../ui/fields.tsx'
import { LeaveActions } from '../ui/leaving.tsx'
import { Card, Notice, PersonHead, Tag, usePerformer } from '../ui/parts.tsx'
import { Desk, inFront } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'

/** What the event calls each vital sign of the form. */
const EVENT_NAMES: Record<VitalCode, string> = {
  temperature: 'temperature',
  pulse: 'pulse',
  systolic: 'systolic',
  diastolic: 'diastolic',
  respiratory_rate: 'respiration',
  oxygen_saturation: 'spo2',
}

/** Outside of these nobody is alive or nobody typed right: it is asked again, not judged. */
const POSSIBLE: Record<VitalCode, [number, number]> = {
  temperature: [30, 45],
  pulse: [20, 250],
  systolic: [40, 300],
  diastolic: [20, 200],
  respiratory_rate: [4, 80],
  oxygen_saturation: [30, 100],
}

/** The rules name units in Vietnamese; the signs of physics need no words. */
function unitOf(limit: VitalLimit): string {
  return limit.unit === 'lần/phút' ? t('per_minute') : limit.unit
}

export function vitalsOf(reading: Fact | undefined): Vitals {
  const vitals: Vitals = {}
  if (!reading) return vitals
  for (const code of Object.keys(EVENT_NAMES) as VitalCode[]) {
    const value = number(reading, EVENT_NAMES[code])
    if (value !== null) vitals[code] = value
  }
  return vitals
}

export function Readings({ form, journey }: { form: FormRules | null; journey: Journey }) {
  if (journey.readings.length === 0 || !form) return null
  return (
    <ul class="st-readings">
      {journey.readings.map((reading) => (
        <li key={reading.id}>
          <span class="tc-quiet">{showTime(reading.at)}</span>
          {form.vitals.flatMap((limit) => {
            const value = vitalsOf(reading)[limit.code]
            if (value === undefined) return []
            const bad = isAbnormal(limit, value)
            return [
              <span class={bad ? 'st-reading st-reading--bad' : 'st-reading'} key={limit.code}>
                {said(limit.label)} <b>{showNumber(value)}</b> {unitOf(limit)}
                {bad && <Tag tone="bad">{t('out_of_limits')}</Tag>}
              </span>,
            ]
          })}
        </li>
      ))}
    </ul>
  )
}

function Measuring({ person, journey }: { person: Person; journey: Journey }) {
  const form = formFor(pack.value?.forms ?? [], person.age)
  const [typed, setTyped] = useState<Partial<Record<VitalCode, string>>>({})
  const [errors, setErrors] = useState<Partial<Record<VitalCode, string>>>({})
  const [performer, chooser] = usePerformer(['nurse', 'screener', 'observer', 'injector', 'site_head'])
  if (!form) return <Notice tone="bad" title={t('no_form')} />

  const values: Vitals = {}
  for (const limit of form.vitals) {
    const value = numberOf(typed[limit.code] ?? '')
    if (value !== undefined) values[limit.code] = value
  }
  const abnormal = form.vitals.filter((limit) => isAbnormal(limit, values[limit.code]))

  const check = (): boolean => {
    const found: Partial<Record<VitalCode, string>> = {}
    for (const limit of form.vitals) {
      const text = typed[limit.code] ?? ''
      const value = values[limit.code]
      const [least, most] = POSSIBLE[limit.code]
      if (text.trim() === '' && limit.required) found[limit.code] = t('measure_missing')
      else if (text.trim() !== '' && value === undefined) found[limit.code] = t('not_a_number')
      else if (value !== undefined && (value < least || value > most)) {
        found[limit.code] = t('not_possible', { least, most })
      }
    }
    setErrors(found)
    return Object.keys(found).length === 0
  }

  const save = async (rest: boolean) => {
    if (!check()) return
    const data = Object.fromEntries(
      Object.entries(values).map(([code, value]) => [EVENT_NAMES[code as VitalCode], value]),
    )
    const entries = await act({
      kind: 'measured',
      person: person.id,
      performedBy: performer ?? undefined,
      data: { ...data, rest_and_repeat: rest, home: person.home },
    })
    inFront('measure').value = null
    offerUndo(t(rest ? 'did_rest' : 'did_measure', { name: person.name }), entries)
  }

  return (
    <Card>
      <PersonHead person={person} queueNumber={spokenNumber(journey.queueNumber)} />
      <Readings form={form} journey={journey} />
      <form class="st-vitals" onSubmit={(event) => event.preventDefault()}>
        {form.vitals.map((limit, i) => (
          <Field
            key={limit.code}
            label={said(limit.label) + (limit.required ? '' : ` (${t('if_measured')})`)}
            unit={unitOf(limit)}
            width={4}
            mode="decimal"
            first={i === 0}
            value={typed[limit.code] ?? ''}
            error={errors[limit.code]}
            abnormal={isAbnormal(limit, values[limit.code])}
            onInput={(value) => setTyped({ ...typed, [limit.code]: value })}
          />
        ))}
      </form>
      {chooser}
      <div class="st-actions">
        {abnormal.length > 0 && (
          <Action big k="ctrl+enter" disabled={!performer} onAct={() => save(true)}>{t('save_and_rest')}</Action>
        )}
        <Action
          big
          {...(abnormal.length > 0 ? { k: 'b', kind: 'secondary' as const } : { k: 'ctrl+enter' })}
          disabled={!performer}
          onAct={() => save(false)}
        >
          {t('save_to_doctor')}
        </Action>
        <LeaveActions person={person} station="measure" />
      </div>
    </Card>
  )
}

export function MeasureStation() {
  return (
    <Desk
      station="measure"
      work={(person, journey) => <Measuring person={person} journey={journey} />}
      note={(journey) => journey.phase === 'resting' && <Tag tone="warn">{t('resting')}</Tag>}
    />
  )
}
