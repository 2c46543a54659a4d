/**
 * The queue of this device: what happened is kept first, then sent, again and again until the
 * server answers for each event. Nothing is ever removed before it has arrived.
 */
import { link, manifest, type PrivateDocument, START } from '../ledger/chain.ts'
import type { Draft, Setting } from '../ledger/envelope.ts'
import { toBase64 } from '../ledger/bytes.ts'
import { database, type Device, type Entry, type Outcome, recall } from './database.ts'
import { seal, unseal } from './sealing.ts'

const CHAIN_LOCK = 'tiemchung-chain'
const SEND_LOCK = 'tiemchung-send'
/** Far below the server's 500 and its byte limit, so that a slow line shows progress. */
const BATCH = 50
/** Arrived events stay as a copy on the device for two days, then make room. */
const KEEP_MILLISECONDS = 48 * 3600 * 1000

export interface SentEvent {
  body: string
  private?: PrivateDocument
}

export interface Upload {
  device: string
  signature: string
  events: SentEvent[]
}

export interface Answer {
  id: string | null
  outcome: Outcome
  flags?: string[]
  reason?: string | null
}

export type Post = (upload: Upload) => Promise<Answer[]>

/**
 * Keeps drafts as the next events of the chain, all or none; returns them as entries.
 *
 * The lock spans all tabs of the device, because hashing cannot happen inside a database
 * transaction; the transaction itself makes event and head one.
 */
export async function keep(
  drafts: readonly Draft[],
  setting: Setting,
  device: Device,
  at: Date,
): Promise<Entry[]> {
  return navigator.locks.request(CHAIN_LOCK, async () => {
    let head = (await recall('head')) ?? START
    const entries: Entry[] = []
    for (const draft of drafts) {
      const [linked, next] = await link(draft, setting, device.id, head, at)
      head = next
      entries.push({
        seq: linked.seq,
        id: linked.id,
        session: setting.session,
        body: linked.body,
        hash: linked.hash,
        private: linked.private ? await seal(linked.private) : null,
        arrived: 0,
        outcome: null,
        flags: [],
        reason: null,
        keptAt: Date.now(),
      })
    }
    const db = await database()
    const transaction = db.transaction(['entries', 'remembered'], 'readwrite', {
      durability: 'strict',
    })
    const rows = transaction.objectStore('entries')
    // add, never put: a number that was used cannot be used again.
    await Promise.all([
      ...entries.map((entry) => rows.add(entry)),
      transaction.objectStore('remembered').put(head, 'head'),
      transaction.done,
    ])
    return entries
  })
}

export async function waiting(): Promise<Entry[]> {
  const db = await database()
  return db.getAllFromIndex('entries', 'arrived', 0)
}

export async function entriesOf(session: string): Promise<Entry[]> {
  const db = await database()
  return db.getAllFromIndex('entries', 'session', session)
}

/**
 * Sends what waits, oldest first, until nothing waits. Returns the number of events answered.
 *
 * One tab sends at a time. A failure leaves the queue as it was: the server knows events by their
 * id, so sending one twice is the same as sending it once.
 */
export async function send(post: Post): Promise<number> {
  return navigator.locks.request(SEND_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return 0
    const device = await recall('device')
    const keys = await recall('keys')
    if (!device || !keys) return 0
    let answered = 0
    for (;;) {
      const batch = (await waiting()).slice(0, BATCH)
      if (batch.length === 0) return answered
      const answers = await post(await sign(batch, device.id, keys.privateKey))
      await note(batch, answers)
      answered += batch.length
    }
  })
}

async function sign(batch: readonly Entry[], device: string, key: CryptoKey): Promise<Upload> {
  const hashes = batch.map((entry) => entry.hash)
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    manifest(device, hashes),
  )
  const events = await Promise.all(batch.map(toSend))
  return { device, signature: toBase64(new Uint8Array(signature)), events }
}

/** A document that this device can no longer open must not hold back everything behind it. */
async function toSend({ body, private: sealed }: Entry): Promise<SentEvent> {
  if (!sealed) return { body }
  try {
    return { body, private: await unseal(sealed) }
  } catch {
    return { body }
  }
}

async function note(batch: readonly Entry[], answers: readonly Answer[]): Promise<void> {
  if (answers.length !== batch.length) throw new Error('the answer does not fit the upload')
  const db = await database()
  const transaction = db.transaction('entries', 'readwrite')
  batch.forEach((entry, i) => void transaction.store.put(answered(entry, answers[i]!)))
  await transaction.done
}

/** An event as its answer leaves it. What was not taken keeps its private document: nobody else has it. */
export function answered(entry: Entry, { outcome, flags = [], reason = null }: Answer): Entry {
  const after: Entry = { ...entry, arrived: 1, outcome, flags, reason }
  return isRefused(after) ? after : { ...after, private: null }
}

/** Events that the server could not take: kept there for the response centre, shown here in red. */
export function isRefused(entry: Entry): boolean {
  return entry.outcome === 'quarantined' || entry.outcome === 'conflict'
}

/** Removes copies that arrived long ago; what was refused stays until somebody has seen it. */
export async function clearUp(now: number = Date.now()): Promise<void> {
  const db = await database()
  const transaction = db.transaction('entries', 'readwrite')
  for (const entry of await transaction.store.index('arrived').getAll(1)) {
    if (entry.keptAt < now - KEEP_MILLISECONDS && !isRefused(entry)) {
      void transaction.store.delete(entry.seq)
    }
  }
  await transaction.done
}
