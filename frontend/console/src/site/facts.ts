/**
 * Facts: events of one session as the screens see them, whether they came from the server or still
 * wait in this device's queue. One event is one fact, by its id, so nothing is counted twice.
 */
import type { Envelope } from '../ledger/envelope.ts'
import type { Entry, Outcome } from '../store/database.ts'

export interface Fact {
  id: string
  kind: string
  at: number
  person: string | null
  device: string | null
  seq: number
  performedBy: string | null
  enteredBy: string | null
  supersedes: string | null
  data: Record<string, unknown>
  /** Null while it waits to be sent. */
  outcome: Outcome | null
  flags: string[]
}

function read(body: Envelope, outcome: Outcome | null, flags: string[]): Fact {
  return {
    id: body.id,
    kind: body.kind,
    at: Date.parse(body.at),
    person: body.person ?? null,
    device: body.device ?? null,
    seq: body.seq ?? 0,
    performedBy: body.performed_by ?? null,
    enteredBy: body.entered_by ?? null,
    supersedes: body.supersedes ?? null,
    data: body.data ?? {},
    outcome,
    flags,
  }
}

export function factOfEntry(entry: Entry): Fact {
  const outcome = entry.outcome === 'duplicate' ? 'recorded' : entry.outcome
  return read(JSON.parse(entry.body) as Envelope, outcome, entry.flags)
}

/** An event as the server's live queue gives it. */
export interface LiveEvent {
  body: Envelope
  outcome: Outcome
  flags: string[]
}

export function factOfLive(event: LiveEvent): Fact {
  return read(event.body, event.outcome, event.flags)
}

/** The order of folding, the same as the server's: when it happened, device, number, id. */
export function inOrder(a: Fact, b: Fact): number {
  return (
    a.at - b.at ||
    compare(a.device ?? '', b.device ?? '') ||
    a.seq - b.seq ||
    compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Facts that hold: in order, without those taken back and those that take back. */
export function standing(facts: Iterable<Fact>): Fact[] {
  const all = [...facts]
  const taken = new Set<string>()
  for (const fact of all) {
    if ((fact.kind === 'voided' || fact.kind === 'site_voided') && fact.supersedes) {
      taken.add(fact.supersedes)
    }
  }
  return all
    .filter((f) => !taken.has(f.id) && f.kind !== 'voided' && f.kind !== 'site_voided')
    .sort(inOrder)
}

export function text(fact: Fact, name: string): string | null {
  const value = fact.data[name]
  return typeof value === 'string' ? value : null
}

export function number(fact: Fact, name: string): number | null {
  const value = fact.data[name]
  return typeof value === 'number' ? value : null
}
