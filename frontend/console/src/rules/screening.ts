/**
 * Concludes a screening: the form of the date, the answers, the measurements; the strictest wins.
 *
 * The second interpreter of these rules: the first is tiemchung.domains.eligibility.screening, and
 * both pass the cases of tests/golden/eligibility.
 */

export type Outcome = 'eligible' | 'deferred' | 'contraindicated' | 'refer_to_hospital' | 'caution'
export type Sex = 'male' | 'female' | 'other' | 'unknown'

export interface FormItem {
  code: string
  text: { vi: string; en: string }
  asked_if?: string | null
  applies_to?: 'all' | 'female'
  outcome?: Outcome | null
  outcome_by_product?: Record<string, Outcome>
  asks?: 'date' | 'text' | 'weeks' | null
  defer?: string | null
  from_vitals?: boolean
}

export interface VitalLimit {
  code: VitalCode
  label: { vi: string; en: string }
  unit: string
  low?: number | null
  high?: number | null
  above_usual?: number | null
  required?: boolean
}

export type VitalCode =
  | 'temperature' | 'pulse' | 'systolic' | 'diastolic' | 'respiratory_rate' | 'oxygen_saturation'

export type Vitals = Partial<Record<VitalCode, number>>

export interface FormRules {
  id: string
  name: { vi: string; en: string }
  audience: 'adult' | 'child'
  age_from: number
  age_below?: number | null
  authority: { issuer: string; number?: string | null }
  verified: boolean
  hash: string
  strictness: Outcome[]
  items: FormItem[]
  vitals: VitalLimit[]
}

export interface Conclusion {
  /** Null while something is missing. */
  outcome: Outcome | null
  fired: string[]
  abnormal: VitalCode[]
  missing: string[]
  deferUntil: string | null
}

export interface Given {
  answers: Record<string, boolean>
  vitals: Vitals
  sex?: Sex | null | undefined
  product?: string | null | undefined
  usual?: Vitals | undefined
  dates?: Record<string, string> | undefined
}

export function concludeScreening(form: FormRules, given: Given): Conclusion {
  const { answers, vitals } = given
  const abnormal = form.vitals
    .filter((limit) => isAbnormal(limit, vitals[limit.code], given.usual))
    .map((limit) => limit.code)
  const asked = form.items.filter((item) => isAsked(form, item, answers, given.sex))
  const yes = asked.filter(
    (item) => answers[item.code] || (item.from_vitals === true && abnormal.length > 0),
  )
  const consequences = yes.flatMap((item) => {
    const outcome = outcomeOf(item, given.product)
    return outcome ? [{ code: item.code, outcome }] : []
  })
  const missing = [
    ...asked.filter((item) => !(item.code in answers) && !item.from_vitals).map((item) => item.code),
    ...form.vitals.filter((v) => v.required && vitals[v.code] === undefined).map((v) => v.code),
  ]
  const found = new Set<Outcome>([...consequences.map((c) => c.outcome), 'eligible'])
  return {
    outcome: missing.length > 0 ? null : (form.strictness.find((o) => found.has(o)) ?? null),
    fired: consequences.map((c) => c.code),
    abnormal,
    missing,
    deferUntil: deferUntil(yes, given.dates ?? {}),
  }
}

/** The limits themselves are normal. */
export function isAbnormal(limit: VitalLimit, value: number | undefined, usual?: Vitals): boolean {
  if (value === undefined) return false
  if (limit.low != null && value < limit.low) return true
  if (limit.high != null && value > limit.high) return true
  const own = usual?.[limit.code]
  return limit.above_usual != null && own !== undefined && value - own >= limit.above_usual
}

export function isAsked(
  form: FormRules,
  item: FormItem,
  answers: Record<string, boolean>,
  sex?: Sex | null,
): boolean {
  if (item.applies_to === 'female' && sex === 'male') return false
  if (!item.asked_if) return true
  const parent = form.items.find((other) => other.code === item.asked_if)
  return parent !== undefined && answers[parent.code] === true && isAsked(form, parent, answers, sex)
}

/** True when a doctor's conclusion is less strict than what the form says. */
export function isLooser(form: FormRules, chosen: Outcome, suggested: Outcome): boolean {
  return form.strictness.indexOf(chosen) > form.strictness.indexOf(suggested)
}

/** The form for an age in years; an unknown age takes the adults' form. */
export function formFor(forms: readonly FormRules[], age: number | null): FormRules | null {
  const fitting = forms.filter((form) =>
    age === null
      ? form.audience === 'adult'
      : form.age_from <= age && (form.age_below == null || age < form.age_below),
  )
  return fitting.at(-1) ?? null
}

function outcomeOf(item: FormItem, product?: string | null): Outcome | null {
  return (product ? item.outcome_by_product?.[product] : undefined) ?? item.outcome ?? null
}

function deferUntil(yes: readonly FormItem[], dates: Record<string, string>): string | null {
  const days = yes.flatMap((item) => {
    const from = dates[item.code]
    return item.defer && from ? [addPeriod(from, item.defer)] : []
  })
  return days.length > 0 ? days.reduce((a, b) => (a > b ? a : b)) : null
}

/**
 * Adds a calendar period (P6M, P8W) to a day written YYYY-MM-DD. Months and years keep the day of
 * the month, cut to the last day of a shorter month.
 */
export function addPeriod(day: string, period: string): string {
  const match = /^P([1-9][0-9]*)([DWMY])$/.exec(period)
  if (!match) throw new Error(`not a period: ${period}`)
  const count = Number(match[1])
  const date = new Date(`${day}T00:00:00Z`)
  if (match[2] === 'D' || match[2] === 'W') {
    date.setUTCDate(date.getUTCDate() + count * (match[2] === 'W' ? 7 : 1))
  } else {
    const dayOfMonth = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() + count * (match[2] === 'Y' ? 12 : 1))
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    date.setUTCDate(Math.min(dayOfMonth, last))
  }
  return date.toISOString().slice(0, 10)
}
