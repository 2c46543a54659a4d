/** Who waits at which station, in the order in which the station takes them. */
import type { Journey, Phase } from './journey.ts'

export const STATIONS = ['reception', 'measure', 'screening', 'injection', 'observation', 'close'] as const
export type Station = (typeof STATIONS)[number]

const WAITING: Record<Station, readonly Phase[]> = {
  reception: ['called'],
  measure: ['measure', 'resting'],
  screening: ['screening'],
  injection: ['injection'],
  observation: ['observation'],
  close: [],
}

/** Somebody's desk has taken this person; no other desk calls them meanwhile. */
export interface Hold {
  person: string
  station: string
  device: string
  until: string
}

/** People that a station may take next: who waits longest first; who rests comes after them. */
export function queueOf(station: Station, journeys: Iterable<Journey>): Journey[] {
  const phases = WAITING[station]
  return [...journeys]
    .filter((journey) => phases.includes(journey.phase))
    .sort(
      (a, b) =>
        phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
        a.since - b.since ||
        (a.queueNumber ?? 0) - (b.queueNumber ?? 0) ||
        (a.person < b.person ? -1 : 1),
    )
}

/** Those of a queue whom no other device holds at this moment (real time in milliseconds). */
export function free(
  queue: readonly Journey[],
  holds: readonly Hold[],
  station: Station,
  device: string,
  now: number,
): Journey[] {
  const taken = new Set(
    holds
      .filter((h) => h.station === station && h.device !== device && Date.parse(h.until) > now)
      .map((h) => h.person),
  )
  return queue.filter((journey) => !taken.has(journey.person))
}

/** Numbers of one desk never meet those of another: thousands tell the device, units the turn. */
export function nextQueueNumber(journeys: Iterable<Journey>, ordinal: number): number {
  const base = ordinal * 1000
  let last = base
  for (const { queueNumber } of journeys) {
    if (queueNumber !== null && queueNumber > last && queueNumber < base + 1000) last = queueNumber
  }
  return last + 1
}

/** A queue number as it is called out: a letter for the desk and the turn, `B12`. */
export function spokenNumber(number: number | null): string {
  if (number === null) return '–'
  const desk = Math.floor(number / 1000)
  return `${desk > 0 ? letters(desk) : ''}${number % 1000}`
}

function letters(desk: number): string {
  const letter = String.fromCharCode(65 + ((desk - 1) % 26))
  return desk > 26 ? letters(Math.floor((desk - 1) / 26)) + letter : letter
}
