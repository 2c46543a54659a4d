/** Vials and their doses at the tables of a session: a pure fold over the facts that hold. */
import { type Fact, number, standing, text } from './facts.ts'

export interface OpenedVial {
  id: string
  /** The event that opened it, to take back or to name when its yield is corrected. */
  event: string
  table: string
  product: number
  lot: number
  openedAt: number
  yield: number
  injected: number
  discarded: number
  remaining: number
}

/** Unopened vials of one lot in the hands of a table, or of the session itself (table null). */
export interface LotCount {
  table: string | null
  lot: number
  in: number
  opened: number
  broken: number
  out: number
  returned: number
}

export interface VialBook {
  opened: OpenedVial[]
  counts: LotCount[]
}

export function foldVials(facts: Iterable<Fact>): VialBook {
  const opened = new Map<string, OpenedVial>()
  const counts = new Map<string, LotCount>()
  const all = standing(facts)
  for (const fact of all) if (fact.kind === 'vial_opened') open(opened, counts, fact)
  for (const fact of all) {
    const vial = opened.get(text(fact, 'vial') ?? '')
    if (fact.kind === 'vial_discarded') {
      if (vial) vial.discarded += number(fact, 'doses') ?? 0
    } else if (fact.kind === 'injected' || fact.kind === 'entered_late') {
      if (vial) vial.injected += 1
    } else {
      move(counts, fact)
    }
  }
  for (const vial of opened.values()) vial.remaining = vial.yield - vial.injected - vial.discarded
  return { opened: [...opened.values()], counts: [...counts.values()] }
}

function open(opened: Map<string, OpenedVial>, counts: Map<string, LotCount>, fact: Fact): void {
  const id = text(fact, 'vial')
  const table = text(fact, 'table')
  const lot = number(fact, 'lot')
  if (!id || !table || lot === null) return
  opened.set(id, {
    id, event: fact.id, table, lot, product: number(fact, 'product') ?? 0, openedAt: fact.at,
    yield: number(fact, 'doses') ?? 0, injected: 0, discarded: 0, remaining: 0,
  }) // prettier-ignore
  countOf(counts, table, lot).opened += 1
}

function move(counts: Map<string, LotCount>, fact: Fact): void {
  const lot = number(fact, 'lot')
  const vials = number(fact, 'vials') ?? 0
  if (lot === null) return
  const table = text(fact, 'table')
  if (fact.kind === 'vial_broken') countOf(counts, table, lot).broken += vials
  if (fact.kind === 'vials_returned') countOf(counts, table, lot).returned += vials
  if (fact.kind === 'vials_moved') {
    countOf(counts, table, lot).out += vials
    countOf(counts, text(fact, 'other_table'), lot).in += vials
  }
}

function countOf(counts: Map<string, LotCount>, table: string | null, lot: number): LotCount {
  const key = `${table ?? ''}/${lot}`
  let count = counts.get(key)
  if (!count) {
    count = { table, lot, in: 0, opened: 0, broken: 0, out: 0, returned: 0 }
    counts.set(key, count)
  }
  return count
}

/** The vial that a table draws from: the last one it opened. */
export function vialOf(book: VialBook, table: string): OpenedVial | null {
  return (
    book.opened
      .filter((vial) => vial.table === table)
      .sort((a, b) => a.openedAt - b.openedAt || (a.event < b.event ? -1 : 1))
      .at(-1) ?? null
  )
}

/** Vials of each lot that nobody has opened, broken or given back, of those issued to the session. */
export function unopened(
  book: VialBook,
  lots: readonly { id: number; vials: number }[],
): Map<number, number> {
  return new Map(
    lots.map((lot) => {
      const used = book.counts
        .filter((count) => count.lot === lot.id)
        .reduce((sum, count) => sum + count.opened + count.broken + count.returned, 0)
      return [lot.id, lot.vials - used]
    }),
  )
}
