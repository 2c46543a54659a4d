/** The queue of a station and the person in front of its desk. */
import { type Signal, signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { ticking } from '../clock.ts'
import { type Journey } from '../site/journey.ts'
import type { Person } from '../site/pack.ts'
import { free, queueOf, spokenNumber, type Station, STATIONS } from '../site/queues.ts'
import { device, hold, holds, journeys, personOf } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from './action.tsx'
import { Empty, Tag } from './parts.tsx'
import { report } from './report.tsx'

const fronts = Object.fromEntries(STATIONS.map((s) => [s, signal<string | null>(null)])) as Record<
  Station,
  Signal<string | null>
>

/** Whom the desk of this station has in front of it. */
export function inFront(station: Station): Signal<string | null> {
  return fronts[station]
}

/** A desk keeps whom it has: the server lets go after three minutes. */
const HOLD_AGAIN_MILLISECONDS = 90_000

const said = signal('')

/** A sentence for everybody who listens rather than looks. */
export function announce(sentence: string): void {
  said.value = sentence
}

export function Announcer() {
  return <p class="nhsuk-u-visually-hidden" aria-live="polite">{said}</p>
}

export function waitingAt(station: Station): Journey[] {
  return queueOf(station, journeys.value.values())
}

/** Takes the next one whom no other desk holds. */
async function takeNext(station: Station): Promise<void> {
  const queue = free(waitingAt(station), holds.value, station, device.value?.id ?? '', Date.now())
  const ready = queue.filter((j) => j.phase !== 'resting')
  for (const journey of [...ready, ...queue.filter((j) => j.phase === 'resting')]) {
    if (await hold(journey.person)) {
      await take(station, journey.person)
      return
    }
  }
  announce(t('nobody_waits'))
}

export async function take(station: Station, person: string): Promise<void> {
  inFront(station).value = person
  const who = personOf(person)
  if (who) announce(t('now_serving', { name: who.name }))
  setTimeout(() => {
    document.querySelector('[data-front]')?.scrollIntoView({ block: 'nearest' })
    document.querySelector<HTMLElement>('[data-front] [data-first]')?.focus()
  }, 0)
}

interface DeskProps {
  station: Station
  /** What is done with the person in front. */
  work: (person: Person, journey: Journey) => ComponentChildren
  /** Shown above the person, for instance the open vial, and below the queue. */
  above?: ComponentChildren
  below?: ComponentChildren
  note?: (journey: Journey) => ComponentChildren
}

/** A desk: at the left who waits, at the right who is served. */
export function Desk({ station, work, above, below, note }: DeskProps) {
  const front = inFront(station)
  const queue = waitingAt(station)
  const person = front.value ? personOf(front.value) : null
  const journey = front.value ? journeys.value.get(front.value) : undefined
  useEffect(() => {
    if (!front.value) return
    const person = front.value
    const again = setInterval(() => void hold(person).catch(() => undefined), HOLD_AGAIN_MILLISECONDS)
    return () => clearInterval(again)
  }, [front.value])
  return (
    <div class="st-desk">
      <div class="st-desk__work">
        {above}
        {person && journey ? (
          <div key={person.id} data-front>{work(person, journey)}</div>
        ) : (
          <Empty title={queue.length > 0 ? t('press_next') : t('nobody_waits')}>
            <p>{t('waiting_count', { n: queue.length })}</p>
          </Empty>
        )}
      </div>
      <aside class="st-desk__queue" aria-label={t('queue')}>
        <Action big k="t" onAct={() => takeNext(station)} disabled={queue.length === 0}>
          {t('next_person')}
        </Action>
        <QueueList station={station} queue={queue} note={note} />
        {below}
      </aside>
    </div>
  )
}

interface QueueListProps {
  station: Station
  queue: readonly Journey[]
  note?: ((journey: Journey) => ComponentChildren) | undefined
}

function QueueList({ station, queue, note }: QueueListProps) {
  const front = inFront(station).value
  const others = new Map(
    holds.value
      .filter((h) => h.device !== device.value?.id && Date.parse(h.until) > Date.now())
      .map((h) => [h.person, h.station]),
  )
  return (
    <>
      <h2 class="st-queue__title">
        {t('queue')} <span class="tc-count">{queue.length}</span>
      </h2>
      <ol class="st-queue">
        {queue.map((journey) => (
          <li key={journey.person}>
            <QueueLine
              journey={journey}
              isFront={journey.person === front}
              elsewhere={others.get(journey.person) === station}
              note={note?.(journey)}
              onTake={async () => {
                if (await hold(journey.person)) await take(station, journey.person)
                else announce(t('held_elsewhere'))
              }}
            />
          </li>
        ))}
      </ol>
    </>
  )
}

interface QueueLineProps {
  journey: Journey
  isFront: boolean
  elsewhere: boolean
  note: ComponentChildren
  onTake: () => Promise<void>
}

function QueueLine({ journey, isFront, elsewhere, note, onTake }: QueueLineProps) {
  const person = personOf(journey.person)
  const minutes = Math.floor((ticking() - journey.since) / 60_000)
  return (
    <button
      type="button"
      class={`st-line${elsewhere ? ' st-line--held' : ''}`}
      aria-current={isFront ? 'true' : undefined}
      onClick={() => void onTake().catch(report)}
    >
      <span class="st-line__number">{spokenNumber(journey.queueNumber)}</span>
      <span class="st-line__name">{person?.name ?? t('person_loading')}</span>
      <span class="st-line__aside">
        {elsewhere && <Tag tone="mute">{t('at_other_desk')}</Tag>}
        {note}
        {journey.isWalkIn && <Tag tone="warn">{t('walk_in')}</Tag>}
        {journey.phase !== 'called' && minutes > 0 && t('minutes', { n: minutes })}
      </span>
    </button>
  )
}
