/** An adverse event at the site: signs, grade, treatment, transfer. The alert goes up by itself. */
import { useState } from 'preact/hooks'
import { number } from '../site/facts.ts'
import type { Journey } from '../site/journey.ts'
import { act, pack, personOf } from '../state.ts'
import { said, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices, Select, Tick } from '../ui/fields.tsx'
import { listOf, Notice, usePerformer } from '../ui/parts.tsx'
import { offerUndo } from '../ui/undo.tsx'

const TREATMENTS = [
  'rest', 'oxygen', 'adrenaline', 'iv_fluid', 'antihistamine', 'corticosteroid', 'antipyretic', 'other',
] as const // prettier-ignore
const OUTCOMES = ['observing', 'recovered', 'transferred', 'died'] as const
const GRADES = ['I', 'II', 'III', 'IV']

function Ticks({ legend, choices, value, onChange }: {
  legend: string
  choices: readonly { value: string; label: string }[]
  value: readonly string[]
  onChange: (value: string[]) => void
}) {
  return (
    <fieldset class="nhsuk-fieldset st-ticks">
      <legend class="nhsuk-fieldset__legend">{legend}</legend>
      {choices.map((choice) => (
        <Tick
          key={choice.value}
          label={choice.label}
          checked={value.includes(choice.value)}
          onChange={(on) => onChange(on ? [...value, choice.value] : value.filter((v) => v !== choice.value))}
        />
      ))}
    </fieldset>
  )
}

export function ReactionDialog({ journey, onClose }: { journey: Journey; onClose: () => void }) {
  const person = personOf(journey.person)
  const [signs, setSigns] = useState<string[]>([])
  const [severity, setSeverity] = useState<string | null>(null)
  const [grade, setGrade] = useState('')
  const [treatment, setTreatment] = useState<string[]>([])
  const [outcome, setOutcome] = useState<string | null>(null)
  const [hospital, setHospital] = useState('')
  const [performer, chooser] = usePerformer(['observer', 'screener', 'nurse', 'injector', 'site_head'])
  const severeSigns = new Set(listOf('reaction', 'severe').map((s) => s.value))
  const isSevere = (severity ?? (signs.some((s) => severeSigns.has(s)) ? 'severe' : 'common')) === 'severe'
  const needsGrade = signs.includes('anaphylaxis')
  const ready = signs.length > 0 && outcome !== null && performer !== null && (!needsGrade || grade !== '')

  const save = async () => {
    if (!ready) return
    const dose = journey.dose
    const entries = await act({
      kind: 'reaction_reported',
      person: journey.person,
      performedBy: performer ?? undefined,
      data: {
        dose: dose?.id,
        lot: dose ? number(dose, 'lot') : undefined,
        severity: isSevere ? 'severe' : 'common',
        grade: needsGrade ? GRADES.indexOf(grade) + 1 : undefined,
        signs,
        treatment,
        outcome,
        transferred_to: outcome === 'transferred' && hospital ? Number(hospital) : undefined,
        reported_from: 'site',
        home: person?.home,
      },
    })
    offerUndo(t('did_report', { name: person?.name ?? '' }), entries)
    onClose()
  }

  return (
    <Dialog title={t('reaction_title', { name: person?.name ?? '' })} onClose={onClose} wide>
      {isSevere && <Notice tone="bad" title={t('severe_alert')}><p>{t('severe_alert_text')}</p></Notice>}
      <Ticks legend={t('signs_severe')} choices={listOf('reaction', 'severe')} value={signs} onChange={setSigns} />
      <Ticks legend={t('signs_watch')} choices={listOf('reaction', 'watch')} value={signs} onChange={setSigns} />
      <Ticks legend={t('signs_common')} choices={listOf('reaction', 'common')} value={signs} onChange={setSigns} />
      <Choices
        legend={t('severity')}
        name="severity"
        inline
        value={isSevere ? 'severe' : 'common'}
        onChange={setSeverity}
        choices={[
          { value: 'common', label: t('severity_common') },
          { value: 'severe', label: t('severity_severe'), tone: 'bad' },
        ]}
      />
      {needsGrade && (
        <Select
          label={t('grade')}
          empty={t('choose')}
          value={grade}
          onChange={setGrade}
          choices={(pack.value?.lists['anaphylaxis_grade'] ?? []).map((g) => ({ value: g.code, label: said(g.name) }))}
        />
      )}
      <Ticks
        legend={t('treatment')}
        value={treatment}
        onChange={setTreatment}
        choices={TREATMENTS.map((x) => ({ value: x, label: t(`treatment_${x}`) }))}
      />
      <Choices
        legend={t('state_now')}
        name="outcome"
        inline
        value={outcome}
        onChange={setOutcome}
        choices={OUTCOMES.map((o) => ({ value: o, label: t(`reaction_${o}`) }))}
      />
      {outcome === 'transferred' && (
        <Select
          label={t('hospital')}
          empty={t('hospital_unknown')}
          value={hospital}
          onChange={setHospital}
          choices={(pack.value?.hospitals ?? []).map((h) => ({ value: String(h.id), label: h.name }))}
        />
      )}
      {chooser}
      <Action big k="ctrl+enter" kind={isSevere ? 'danger' : 'primary'} disabled={!ready} onAct={save}>
        {t('save_reaction')}
      </Action>
    </Dialog>
  )
}
