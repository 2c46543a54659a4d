/** Where each person of a session stands: a pure fold over the facts that hold. */
import { type Fact, inOrder, number, standing, text } from './facts.ts'

/** Endings without an injection; each is the one outcome of a called person. */
export const ENDINGS = [
  'deferred', 'contraindicated', 'referred', 'declined', 'left', 'no_show',
] as const
export type Ending = (typeof ENDINGS)[number]

export type Phase =
  | 'called' | 'measure' | 'resting' | 'screening' | 'injection' | 'observation' | 'released' | Ending

export interface Journey {
  person: string
  phase: Phase
  /** When this phase began, in milliseconds of campaign time. */
  since: number
  queueNumber: number | null
  isWalkIn: boolean
  checkedInAt: number | null
  readings: Fact[]
  screening: Fact | null
  dose: Fact | null
  findings: Fact[]
  reactions: Fact[]
  release: Fact | null
  ending: Fact | null
  /** The last thing that happened, to take it back. */
  last: Fact | null
  flags: string[]
}

export function emptyJourney(person: string): Journey {
  return {
    person, phase: 'called', since: 0, queueNumber: null, isWalkIn: false, checkedInAt: null,
    readings: [], screening: null, dose: null, findings: [], reactions: [], release: null,
    ending: null, last: null, flags: [],
  } // prettier-ignore
}

/** Folds all facts of a session into the journeys of its people, by person. */
export function foldJourneys(facts: Iterable<Fact>): Map<string, Journey> {
  const journeys = new Map<string, Journey>()
  for (const fact of standing(facts).sort(inOrder)) {
    if (fact.person === null) continue
    let journey = journeys.get(fact.person)
    if (!journey) journeys.set(fact.person, (journey = emptyJourney(fact.person)))
    advance(journey, fact)
  }
  return journeys
}

function advance(journey: Journey, fact: Fact): void {
  const next = take(journey, fact)
  journey.flags.push(...fact.flags)
  if (next === null) return
  journey.last = fact
  // A dose in the arm counts whatever was written before or after it.
  if (journey.dose && next !== 'observation' && next !== 'released') return
  journey.phase = next
  journey.since = fact.at
}

function take(journey: Journey, fact: Fact): Phase | null {
  switch (fact.kind) {
    case 'checked_in':
      journey.queueNumber = number(fact, 'queue_number')
      journey.isWalkIn = fact.data['walk_in'] === true
      journey.checkedInAt = fact.at
      return 'measure'
    case 'measured':
      if (hasReading(fact)) journey.readings.push(fact)
      return fact.data['rest_and_repeat'] === true ? 'resting' : 'screening'
    case 'screened':
      journey.screening = fact
      return screenedPhase(text(fact, 'conclusion'))
    case 'injected':
    case 'entered_late':
      journey.dose = fact
      return journey.release ? 'released' : 'observation'
    case 'observed':
      journey.findings.push(fact)
      return null
    case 'reaction_reported':
      journey.reactions.push(fact)
      return null
    case 'released':
      journey.release = fact
      return 'released'
    default:
      return ending(journey, fact)
  }
}

function ending(journey: Journey, fact: Fact): Phase | null {
  const kind = ENDINGS.find((e) => e === fact.kind)
  if (!kind) return null
  journey.ending = fact
  if (fact.data['conclusion'] !== undefined) journey.screening = fact
  return kind
}

function screenedPhase(conclusion: string | null): Phase {
  return ENDINGS.find((e) => e === conclusion) ?? 'injection'
}

function hasReading(fact: Fact): boolean {
  return ['temperature', 'pulse', 'systolic', 'diastolic', 'respiration', 'spo2'].some(
    (name) => number(fact, name) !== null,
  )
}
