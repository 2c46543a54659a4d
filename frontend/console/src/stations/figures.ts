/** Figures of the close as the server counts them: GET /api/v1/ban/sessions/{id}/figures. */
import { signal } from '@preact/signals'
import { call } from '../api.ts'
import { pack } from '../state.ts'

export interface PeopleFigures {
  total: number
  injected: number
  deferred: number
  contraindicated: number
  referred: number
  declined: number
  left: number
  no_show: number
  inside: number
  absent: number
}

export interface VialLine {
  table_id: string | null
  table: number | null
  lot_id: number
  lot: string
  issued: number
  moved_in: number
  opened: number
  broken: number
  moved_out: number
  returned: number
  difference: number
}

export interface DoseLine {
  vial_id: string
  table: number | null
  lot: string
  opened_at: string | null
  doses: number
  injected: number
  discarded: number
  difference: number
}

export interface DeviceLine {
  device_id: string
  name: string
  highest: number
  arrived: number
  missing: [number, number][]
  doubled: number
  broken: number
  quarantined: number
}

export interface Gap {
  kind: string
  key: string
  subject: string
  expected: number
  found: number
  note: string | null
}

export interface Figures {
  people: PeopleFigures
  walk_ins: PeopleFigures
  vials: VialLine[]
  doses: DoseLine[]
  devices: DeviceLine[]
  entered: number
  declared_noon: number | null
  declared_end: number | null
  doses_without_vial: number
  gaps: Gap[]
}

export const figures = signal<Figures | null>(null)

export async function countAgain(): Promise<void> {
  const session = pack.value?.session.id
  if (!session) return
  figures.value = await call<Figures>(`ban/sessions/${session}/figures`)
}

/** What the close would say: outcome, figures and gaps, with reported device numbers and notes. */
export interface Closing {
  outcome: 'closed_balanced' | 'closed_with_open_items'
  figures: Record<string, unknown>
  open_items: Gap[]
}

export function prepareClosing(made: Record<string, number>, notes: Record<string, string>): Promise<Closing> {
  return call<Closing>(`ban/sessions/${pack.value?.session.id}/closing`, { made, notes })
}
