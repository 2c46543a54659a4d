/** The doctor's conclusion: suggested by form and rules, one of five, a looser one with a reason. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { dayOf, now } from '../clock.ts'
import type { Draft, PersonKind } from '../ledger/envelope.ts'
import {
  concludeScreening, type FormRules, isLooser, type Outcome, type Vitals,
} from '../rules/screening.ts' // prettier-ignore
import type { Person } from '../site/pack.ts'
import { act, pack } from '../state.ts'
import { t, type Word } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Choices, DateField, Field, Select, Tick } from '../ui/fields.tsx'
import { listOf, Notice } from '../ui/parts.tsx'
import { inFront } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import type { Answers } from './screening.tsx'

const ORDER: readonly Outcome[] = ['eligible', 'caution', 'deferred', 'refer_to_hospital', 'contraindicated']
const KINDS: Record<Outcome, PersonKind> = {
  eligible: 'screened',
  caution: 'screened',
  deferred: 'deferred',
  contraindicated: 'contraindicated',
  refer_to_hospital: 'referred',
}
const TONES = { eligible: 'good', caution: 'warn', deferred: 'warn', refer_to_hospital: 'bad', contraindicated: 'bad' } as const
const OVERRIDES = ['doctor_judgement', 'specialist_letter', 'benefit_outweighs', 'measured_normal'] as const

interface Suggestion {
  outcome: Outcome | null
  missing: string[]
  deferUntil: string | null
  reason: string | null
}

/** What form and dosing rules say together: a hard stop defers at least. */
function suggest(form: FormRules, person: Person, given: Answers, vitals: Vitals): Suggestion {
  const product = pack.value?.products.find((p) => p.id === pack.value?.session.product)
  const found = concludeScreening(form, {
    answers: given.answers,
    vitals,
    sex: person.sex,
    product: product?.code,
    dates: Object.fromEntries(Object.entries(given.beside).filter(([, v]) => /^\d{4}-\d\d-\d\d$/.test(v))),
  })
  const stop = person.verdict?.problems.find((p) => p.blocks)
  const result = { outcome: found.outcome, missing: found.missing, deferUntil: found.deferUntil, reason: null }
  if (!stop || found.outcome === null || !isLooser(form, found.outcome, 'deferred')) return result
  const reason = stop.code === 'too_early' ? 'too_early' : 'doctor_other'
  return { ...result, outcome: 'deferred', deferUntil: stop.earliest ?? found.deferUntil, reason }
}

interface ConclusionProps {
  form: FormRules
  person: Person
  doctor: string | null
  given: Answers
  vitals: Vitals
  children: ComponentChildren
}

export function Conclusion({ form, person, doctor, given, vitals, children }: ConclusionProps) {
  const suggested = suggest(form, person, given, vitals)
  const [chosen, setChosen] = useState<Outcome | null>(null)
  const [consent, setConsent] = useState(false)
  const [override, setOverride] = useState('')
  const [reason, setReason] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const least = pack.value?.observation?.minutes ?? 30
  const [minutes, setMinutes] = useState(String(least))
  const [tried, setTried] = useState(false)

  const outcome = chosen ?? suggested.outcome
  const looser = outcome !== null && (suggested.outcome === null || isLooser(form, outcome, suggested.outcome))
  const injects = outcome === 'eligible' || outcome === 'caution'
  const why = reason ?? suggested.reason ?? ''
  const earliest = until ?? suggested.deferUntil ?? ''
  const faults = {
    consent: injects && !consent ? t('consent_missing') : undefined,
    override: looser && !override ? t('override_missing') : undefined,
    reason: outcome === 'deferred' && !why ? t('reason_missing') : undefined,
    until: outcome === 'deferred' && earliest !== '' && earliest <= dayOf(now()) ? t('earliest_past') : undefined,
    minutes: outcome === 'caution' && !(Number(minutes) >= least) ? t('minutes_least', { n: least }) : undefined,
  }
  const shown = tried ? faults : ({} as Partial<typeof faults>)

  const save = async () => {
    setTried(true)
    if (!outcome || !doctor || Object.values(faults).some(Boolean)) return
    const entries = await act(draft(form, person, doctor, given, outcome, {
      consent: injects ? consent : undefined,
      override_reason: looser ? override : undefined,
      reason: outcome === 'deferred' ? why : undefined,
      earliest_on: outcome === 'deferred' && earliest ? earliest : undefined,
      observe_minutes: outcome === 'caution' ? Number(minutes) : undefined,
    })) // prettier-ignore
    inFront('screening').value = null
    offerUndo(t('did_screen', { name: person.name, outcome: t(`outcome_${outcome}`) }), entries)
  }

  return (
    <div class="st-conclusion">
      {suggested.outcome === null && (
        <Notice tone="info" title={t('still_missing', { items: missingWords(suggested.missing) })} />
      )}
      <Choices
        legend={suggested.outcome ? t('conclusion_suggested', { outcome: t(`outcome_${suggested.outcome}`) }) : t('conclusion')}
        name="conclusion"
        value={outcome}
        onChange={(value) => setChosen(value as Outcome)}
        choices={ORDER.map((o) => ({ value: o, label: t(`outcome_${o}`), tone: TONES[o] }))}
      />
      {looser && (
        <Select
          label={t('override_reason')}
          hint={t('override_hint')}
          empty={t('choose')}
          value={override}
          onChange={setOverride}
          error={shown.override}
          choices={OVERRIDES.map((o) => ({ value: o, label: t(`override_${o}`) }))}
        />
      )}
      {outcome === 'deferred' && (
        <>
          <Select label={t('deferral_reason')} empty={t('choose')} value={why} onChange={setReason} error={shown.reason} choices={listOf('deferral_reason')} />
          <DateField key={suggested.deferUntil} label={t('earliest_on')} value={earliest} onInput={setUntil} error={shown.until} />
        </>
      )}
      {outcome === 'caution' && (
        <Field label={t('observe_minutes')} mode="numeric" width={3} value={minutes} onInput={setMinutes} error={shown.minutes} />
      )}
      {injects && <Tick label={t('consent_given')} checked={consent} onChange={setConsent} error={shown.consent} />}
      <div class="st-actions">
        <Action big k="ctrl+enter" disabled={!outcome || !doctor} onAct={save}>{t('save_conclusion')}</Action>
        {injects && (
          <Action kind="secondary" k="c" onAct={() => setConsent(!consent)}>{t('consent_toggle')}</Action>
        )}
        {children}
      </div>
    </div>
  )
}

function missingWords(codes: readonly string[]): string {
  return codes.map((code) => (/^\d/.test(code) ? code : t(`vital_${code}` as Word))).join(', ')
}

function draft(
  form: FormRules,
  person: Person,
  doctor: string,
  given: Answers,
  outcome: Outcome,
  more: Record<string, unknown>,
): Draft {
  const answers: Record<string, unknown> = { ...given.answers }
  const notes: Record<string, string> = {}
  for (const item of form.items) {
    const beside = given.beside[item.code]
    if (!given.answers[item.code] || !beside) continue
    if (item.asks === 'text') notes[item.code] = beside
    else answers[`${item.code}.${item.asks}`] = item.asks === 'weeks' ? Number(beside) : beside
  }
  return {
    kind: KINDS[outcome],
    person: person.id,
    performedBy: doctor,
    data: {
      form: form.id,
      answers,
      conclusion: outcome === 'refer_to_hospital' ? 'referred' : outcome,
      rule_set: pack.value?.rules_hash,
      product: pack.value?.session.product,
      home: person.home,
      ...more,
    },
    private: Object.keys(notes).length > 0 ? { notes } : undefined,
  }
}
