/** What the screens show, in one place: who, where, the facts so far, and what follows from them. */
import { computed, signal } from '@preact/signals'
import { call, Refusal, setToken, whenSignedOut } from './api.ts'
import { now, setClock } from './clock.ts'
import type { Draft } from './ledger/envelope.ts'
import { type Fact, factOfEntry, factOfLive, type LiveEvent } from './site/facts.ts'
import { emptyJourney, foldJourneys, type Journey } from './site/journey.ts'
import type { Lot, Pack, Person } from './site/pack.ts'
import { type Hold, type Station, STATIONS } from './site/queues.ts'
import { foldVials } from './site/vials.ts'
import { type Device, type Entry, recall, remember } from './store/database.ts'
import { entriesOf, isRefused, keep, waiting } from './store/queue.ts'
import type { Actor } from './store/person.ts'

export const device = signal<Device | null | undefined>(undefined)
export const actor = signal<Actor | null>(null)
export const pack = signal<Pack | null>(null)
export const station = signal<Station>('reception')
export const online = signal(navigator.onLine)
export const holds = signal<Hold[]>([])
export const choices = signal<Record<string, string>>({})
/** Events of the session as the server has them, by id. */
export const arrived = signal<ReadonlyMap<string, Fact>>(new Map())
/** Events of the session that this device made, whether sent or not. */
export const own = signal<readonly Entry[]>([])
/** All events of this device that wait to be sent, of whatever session. */
export const unsent = signal(0)

/** Every fact of the session once: the server's reading of an event replaces this device's own. */
export const facts = computed<Fact[]>(() => {
  const mine = own.value.filter((e) => !isRefused(e) && !arrived.value.has(e.id)).map(factOfEntry)
  return [...arrived.value.values(), ...mine]
})

/** Events that the server put aside: they count for nothing until somebody has looked at them. */
export const refused = computed(() => own.value.filter(isRefused))

export const people = computed<ReadonlyMap<string, Person>>(
  () => new Map((pack.value?.people ?? []).map((person) => [person.id, person])),
)

/** The journeys of everybody: called people have one from the start. */
export const journeys = computed<Map<string, Journey>>(() => {
  const folded = foldJourneys(facts.value)
  for (const person of pack.value?.people ?? []) {
    if (!folded.has(person.id)) folded.set(person.id, emptyJourney(person.id))
  }
  return folded
})

export const vials = computed(() => foldVials(facts.value))

/** The last end, close or reopening of the session. */
export const lastClose = computed<Fact | null>(
  () =>
    facts.value
      .filter((f) => ['session_ended', 'session_closed', 'session_reopened'].includes(f.kind))
      .sort((a, b) => a.at - b.at)
      .at(-1) ?? null,
)

export function personOf(id: string): Person | null {
  return people.value.get(id) ?? null
}

export function journeyOf(id: string): Journey {
  return journeys.value.get(id) ?? emptyJourney(id)
}

let sendSoon: () => void = () => undefined

export function whenKept(run: () => void): void {
  sendSoon = run
}

const tabs = new BroadcastChannel('tiemchung-ban')
tabs.onmessage = () => void readOwn()

/** Lets something happen: kept on this device first, shown at once, then sent. */
export async function act(...drafts: Draft[]): Promise<Entry[]> {
  const [here, who, where] = [device.value, actor.value, pack.value]
  if (!here || !who || !where) throw new Error('nobody is at this device')
  const setting = {
    facility: where.session.facility.id,
    site: where.session.site.id,
    session: where.session.id,
    enteredBy: who.id,
  }
  const entries = await keep(drafts, setting, here, now())
  await readOwn()
  tabs.postMessage('kept')
  sendSoon()
  return entries
}

export async function readOwn(): Promise<void> {
  const session = pack.value?.session.id
  own.value = session ? await entriesOf(session) : []
  unsent.value = (await waiting()).length
}

export async function choose(name: string, value: string): Promise<void> {
  choices.value = { ...choices.value, [name]: value }
  await remember('choices', { ...choices.value })
}

export function takeActor(signedIn: Actor | null): void {
  setToken(signedIn?.token ?? null)
  actor.value = signedIn
}

/** Who has opened the list of the session at this device: each opening is logged for the people. */
const openedBy = new Set<string>()

export async function openSession(id: string): Promise<void> {
  const reader = `${actor.value?.id}/${id}`
  if (pack.value?.session.id === id && openedBy.has(reader)) return
  const opened = await call<Pack>(`ban/sessions/${id}`)
  openedBy.add(reader)
  setClock(opened.now)
  if (pack.value?.session.id !== id) {
    arrived.value = new Map()
    cursor = ''
  }
  const before = pack.value?.session.id === id ? pack.value.people : []
  const walkIns = before.filter((p) => !opened.people.some((o) => o.id === p.id))
  pack.value = { ...opened, people: [...opened.people, ...walkIns] }
  await readOwn()
  await follow()
}

export function leaveSession(): void {
  pack.value = null
  openedBy.clear()
  arrived.value = new Map()
  holds.value = []
  cursor = ''
}

interface Live {
  now: string
  cursor: string
  events: LiveEvent[]
  holds: Hold[]
  lots: Lot[]
  called: number
}

let cursor = ''

/** Reads what happened since the last time; unknown people are asked for by their ids. */
export async function follow(): Promise<void> {
  const session = pack.value?.session.id
  if (!session) return
  const live = await call<Live>(`ban/sessions/${session}/events${cursor && `?since=${cursor}`}`)
  if (pack.value?.session.id !== session) return
  setClock(live.now)
  cursor = live.cursor
  holds.value = live.holds
  // A lot that is held or issued while the session runs counts from now on.
  if (JSON.stringify(live.lots) !== JSON.stringify(pack.value.lots)) {
    pack.value = { ...pack.value, lots: live.lots }
  }
  if (live.events.length > 0) {
    const next = new Map(arrived.value)
    for (const event of live.events) next.set(event.body.id, factOfLive(event))
    arrived.value = next
  }
  await learnPeople(session, live.called)
}

/** Asks for the cards of people whom others have called or received since the pack was read. */
async function learnPeople(session: string, called: number): Promise<void> {
  const wanted = new Set(
    [...journeys.value.values()].filter((j) => j.phase !== 'called').map((j) => j.person),
  )
  if (pack.value && called !== pack.value.called) {
    for (const id of await call<string[]>(`ban/sessions/${session}/called`)) wanted.add(id)
    pack.value = { ...pack.value, called }
  }
  const strangers = [...wanted].filter((id) => !people.value.has(id)).slice(0, 200)
  if (strangers.length === 0) return
  addPeople(await call<Person[]>(`ban/sessions/${session}/people`, { ids: strangers }))
}

export function addPeople(found: readonly Person[]): void {
  if (!pack.value || found.length === 0) return
  const ids = new Set(found.map((p) => p.id))
  pack.value = {
    ...pack.value,
    people: [...pack.value.people.filter((p) => !ids.has(p.id)), ...found],
  }
}

/** Takes a person to this desk; false when another desk was faster. Without network nobody asks. */
export async function hold(person: string): Promise<boolean> {
  const session = pack.value?.session.id
  if (!session || !online.value) return true
  try {
    const path = `ban/sessions/${session}/hold`
    const body = { person, station: station.value, device: device.value?.id }
    return (await call<{ held: boolean }>(path, body)).held
  } catch (error) {
    if (error instanceof Refusal && error.isOffline) return true
    throw error
  }
}

export async function start(): Promise<void> {
  const known = await recall('device')
  choices.value = (await recall('choices')) ?? {}
  device.value = known ?? null
  const address = location.hash.replace('#/', '')
  const found = STATIONS.find((s) => s === address)
  if (found) station.value = found
  await readOwn()
  whenSignedOut(() => takeActor(null))
}

export function goTo(to: Station): void {
  station.value = to
  history.replaceState(null, '', `#/${to}`)
}
