/** What a device knows of one session: the answer of GET /api/v1/ban/sessions/{id}. */
import type { Conclusion, FormRules, Sex } from '../rules/screening.ts'

export interface Words {
  vi: string
  en: string
}

export interface ListItem {
  code: string
  name: Words
  group?: string | null
}

export interface Table {
  id: string
  number: number
  product: number
}

export interface Product {
  id: number
  code: string
  name: string
  short_name: string
  doses_per_vial: number
  dose_ml: number
  open_vial_hours: number | null
}

export interface Lot {
  id: number
  product: number
  number: string
  expires_on: string
  /** Usable only when `released`; the others say why not. */
  state: 'released' | 'held' | 'recalled' | 'expired'
  vials: number
  doses: number
}

export interface Staff {
  id: string
  name: string
  profession: string | null
  roles: string[]
}

export interface GivenDose {
  product: string
  on: string
  number: number | null
  place: string | null
}

export interface Problem {
  code: string
  blocks: boolean
  earliest: string | null
  rule: { title: Words; number: string | null; verified: boolean } | null
}

/** What the rules of the day say about the next dose of the session's product for one person. */
export interface Verdict {
  number: number
  kind: 'primary' | 'additional' | 'booster'
  dose_ml: number | null
  needs_consent: boolean
  late: boolean
  problems: Problem[]
}

export interface Person {
  id: string
  name: string
  birth_date: string | null
  birth_precision: 'day' | 'month' | 'year' | 'unknown'
  sex: Sex
  age: number | null
  documents: string[]
  identity_status: 'unverified' | 'document_seen' | 'verified'
  guardian: string | null
  home: number | null
  ward: string | null
  priority_group: string | null
  appointment: string | null
  code: string | null
  slot_at: string | null
  dose_number: number | null
  previous: GivenDose[]
  verdict: Verdict | null
}

export interface Session {
  id: string
  day: string
  half_day: 'morning' | 'afternoon' | 'evening'
  starts_at: string
  ends_at: string
  state: string
  product: number
  facility: { id: number; name: string; address: string | null }
  site: { id: number; name: string; ward: number | null; ward_name: string | null }
}

export interface Pack {
  now: string
  demo: boolean
  session: Session
  tables: Table[]
  products: Product[]
  lots: Lot[]
  forms: FormRules[]
  observation: { minutes: number; authority: string | null; verified: boolean } | null
  lists: Record<string, ListItem[]>
  staff: Staff[]
  devices: { id: string; name: string; ordinal: number }[]
  hospitals: { id: number; name: string }[]
  rules_hash: string
  called: number
  people: Person[]
}

/** A session of today as the list of the sign-in screen shows it. */
export interface SessionLine {
  id: string
  day: string
  half_day: Session['half_day']
  starts_at: string
  ends_at: string
  state: string
  site: string
  facility: string
  product: string
  called: number
}

export type { Conclusion }
