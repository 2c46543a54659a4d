/** Envelope v1 of one event, as the server reads it: exact bytes are kept, hashed and signed. */

export type PersonKind =
  | 'registered' | 'updated' | 'consented' | 'checked_in' | 'measured' | 'screened' | 'deferred'
  | 'contraindicated' | 'referred' | 'declined' | 'left' | 'no_show' | 'injected' | 'observed'
  | 'released' | 'reaction_reported' | 'voided'

export type SiteKind =
  | 'vial_opened' | 'vial_discarded' | 'vial_broken' | 'vials_returned' | 'vials_moved'
  | 'declared' | 'session_ended' | 'session_closed' | 'session_reopened' | 'site_voided'

export type Kind = PersonKind | SiteKind

/** What a screen knows when something happens; device, number and chain are added when it is kept. */
export interface Draft {
  kind: Kind
  person?: string | undefined
  performedBy?: string | undefined
  supersedes?: string | undefined
  /** When it happened, if not now: an event told again keeps its time. */
  at?: Date | undefined
  data?: Record<string, unknown> | undefined
  /** Names, numbers and free text: they travel beside the body and never stand in it. */
  private?: Record<string, unknown> | undefined
}

/** Where and by whom a draft happens. */
export interface Setting {
  facility: number
  site: number
  session: string
  enteredBy: string
}

export interface Envelope {
  v: 1
  id: string
  kind: string
  at: string
  person?: string
  facility?: number
  site?: number
  session?: string
  device?: string
  seq?: number
  prev?: string
  performed_by?: string
  entered_by?: string
  supersedes?: string
  private_hash?: string
  data?: Record<string, unknown>
}

/** A copy without members that are undefined or null: the server takes absence, not emptiness. */
export function compact<T extends Record<string, unknown>>(record: T): T {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== null),
  ) as T
}
