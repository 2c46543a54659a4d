/** Counts that close a session, over the facts at hand; the server's own count decides. */
import { type Ending, ENDINGS, type Journey } from './journey.ts'

export type PeopleCount = Record<'called' | 'injected' | Ending | 'inside' | 'absent', number>

/**
 * Sorts people by their one outcome: injected wins, else the last ending. `inside` came and have
 * none yet, `absent` never came; both must be 0 for called = the sum of outcomes.
 */
export function countPeople(called: Iterable<string>, journeys: Map<string, Journey>): PeopleCount {
  const count: PeopleCount = {
    called: 0, injected: 0, deferred: 0, contraindicated: 0, referred: 0, declined: 0, left: 0,
    no_show: 0, inside: 0, absent: 0,
  } // prettier-ignore
  for (const person of called) {
    count.called += 1
    const journey = journeys.get(person)
    if (!journey || journey.phase === 'called') count.absent += 1
    else if (journey.dose) count.injected += 1
    else {
      const ending = ENDINGS.find((e) => e === journey.phase)
      count[ending ?? 'inside'] += 1
    }
  }
  return count
}

/** The folded form of a name, for search without marks: `Nguyễn Thị Đào` -> `nguyen thi dao`. */
export function folded(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .trim()
}

/** True when every part that was typed begins some part of the name, in any order. */
export function matchesName(name: string, typed: string): boolean {
  const parts = folded(name).split(/\s+/)
  const wanted = folded(typed).split(/\s+/).filter(Boolean)
  return wanted.length > 0 && wanted.every((w) => parts.some((p) => p.startsWith(w)))
}

/** The code of an invitation in whatever a scanner read: the code alone, or at the end of a link. */
export function invitationCode(read: string): string | null {
  const match = /(?:^|[/#=?:])([A-Z0-9]{8})$/.exec(read.trim().toUpperCase().replace(/[\s-]/g, ''))
  return match ? match[1]! : null
}
