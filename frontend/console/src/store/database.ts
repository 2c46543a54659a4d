/** What this device keeps: its identity, its chain and every event until the server has it. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Head } from '../ledger/chain.ts'
import type { Sealed } from './sealing.ts'

/** An event of this device. `arrived` is 0 until the server answers for it, whatever the answer. */
export interface Entry {
  seq: number
  id: string
  session: string
  body: string
  hash: string
  /** Encrypted for this device alone, and dropped as soon as the server has taken it. */
  private: Sealed | null
  arrived: 0 | 1
  outcome: Outcome | null
  flags: string[]
  reason: string | null
  /** Real time of this device in milliseconds: for undo and for clearing up. */
  keptAt: number
}

export type Outcome = 'recorded' | 'flagged' | 'duplicate' | 'conflict' | 'quarantined'

export interface Device {
  id: string
  facility: number
  name: string
}

interface Remembered {
  device: Device
  keys: CryptoKeyPair
  seal: CryptoKey
  head: Head
  /** Milliseconds to add to the device's clock to get the campaign's time. */
  clock: number
  /** What was last chosen at this device, so that nobody chooses it twice a day. */
  choices: Record<string, string>
}

interface Schema extends DBSchema {
  entries: { key: number; value: Entry; indexes: { arrived: number; session: string } }
  remembered: { key: keyof Remembered; value: Remembered[keyof Remembered] }
}

export type Database = IDBPDatabase<Schema>

let opened: Promise<Database> | undefined

export function database(): Promise<Database> {
  opened ??= openDB<Schema>('tiemchung-ban', 1, {
    upgrade(db) {
      const entries = db.createObjectStore('entries', { keyPath: 'seq' })
      entries.createIndex('arrived', 'arrived')
      entries.createIndex('session', 'session')
      db.createObjectStore('remembered')
    },
  })
  return opened
}

export async function recall<K extends keyof Remembered>(name: K): Promise<Remembered[K] | undefined> {
  const db = await database()
  return (await db.get('remembered', name)) as Remembered[K] | undefined
}

export async function remember<K extends keyof Remembered>(name: K, value: Remembered[K]): Promise<void> {
  const db = await database()
  await db.put('remembered', value, name)
}
