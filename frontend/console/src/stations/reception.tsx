/** Tiếp đón: code, card, search; the person is greeted, or comes as a walk-in with a reason. */
import { useState } from 'preact/hooks'
import { call, Refusal } from '../api.ts'
import { showTime } from '../clock.ts'
import { useReader } from '../keys.ts'
import { ENDINGS, type Journey } from '../site/journey.ts'
import type { Person } from '../site/pack.ts'
import { invitationCode, matchesName } from '../site/people.ts'
import { nextQueueNumber, spokenNumber } from '../site/queues.ts'
import { act, addPeople, device, journeyOf, journeys, pack, people, personOf } from '../state.ts'
import { coded, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Field, Select, Tick } from '../ui/fields.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Card, Empty, Notice, PersonHead, Problems, staffName, Tag } from '../ui/parts.tsx'
import { announce, inFront, take, waitingAt } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { type CardRead, readCard } from '../scan/card.ts'
import { CameraDialog } from '../scan/camera.tsx'
import { NewPersonDialog } from './newcomer.tsx'

const WALK_IN_REASONS = ['standby', 'invitation_lost', 'other_session', 'not_on_list', 'accompanying'] as const

interface Found {
  people: Person[]
  asked: string
}

/** Looks in the called list first, then asks the server, which searches the registry. */
async function look(typed: string): Promise<Found> {
  const asked = typed.trim()
  const code = invitationCode(asked)
  const known = [...people.value.values()]
  const here = code ? known.filter((p) => p.code === code) : known.filter((p) => matchesName(p.name, asked))
  if (here.length > 0 && (code || here.length <= 20)) return { people: here, asked }
  const found = await call<Person[]>(`ban/sessions/${pack.value?.session.id}/search`, { text: asked })
  addPeople(found)
  return { people: found.length > 0 ? found : here, asked }
}

export function ReceptionStation() {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [fault, setFault] = useState<string | undefined>()
  const [asking, setAsking] = useState<'camera' | 'new' | null>(null)
  const [card, setCard] = useState<CardRead | null>(null)
  const front = inFront('reception')
  useFirstFocus()
  const person = front.value ? personOf(front.value) : null

  const search = async (scanned: string) => {
    const read = readCard(scanned)
    const text = read?.number ?? scanned
    setFault(undefined)
    setFound(null)
    setCard(read)
    if (text.trim().length < 2) return setFault(t('type_more'))
    try {
      const result = await look(text)
      if (result.people.length === 1) {
        setTyped('')
        await take('reception', result.people[0]!.id)
      } else {
        front.value = null
        setFound(result)
        announce(t('found_count', { n: result.people.length }))
      }
    } catch (error) {
      setFault(error instanceof Refusal && error.isOffline ? t('search_offline') : String((error as Error).message))
    }
  }
  useReader((text) => void search(text))

  return (
    <div class="st-desk">
      <div class="st-desk__work">
        {person && (
          <div data-front>
            <Greeting key={person.id} person={person} journey={journeyOf(person.id)} />
          </div>
        )}
        <Card>
          <form
            class="st-search"
            onSubmit={(event) => {
              event.preventDefault()
              void search(typed)
            }}
          >
            <Field label={t('search_label')} hint={t('search_hint')} value={typed} onInput={setTyped} error={fault} first />
            <div class="st-actions">
              <button class="nhsuk-button st-action" type="submit">{t('search')}</button>
              <Action kind="secondary" k="q" onAct={() => setAsking('camera')}>{t('camera')}</Action>
              <Action kind="quiet" k="w" onAct={() => setAsking('new')}>{t('new_person')}</Action>
            </div>
          </form>
        </Card>
        <SearchKey />
        {found && <FoundList found={found} onNew={() => setAsking('new')} />}
      </div>
      <aside class="st-desk__queue" aria-label={t('expected')}>
        <Expected />
      </aside>
      {asking === 'camera' && (
        <CameraDialog
          onClose={() => setAsking(null)}
          onRead={(text) => {
            setAsking(null)
            void search(text)
          }}
        />
      )}
      {asking === 'new' && <NewPersonDialog card={card} onClose={() => setAsking(null)} />}
    </div>
  )
}

/** `/` goes to the search field from anywhere on the page. */
function SearchKey() {
  return (
    <span class="st-hidden-action">
      <Action
        kind="quiet"
        k="/"
        onAct={() => document.querySelector<HTMLInputElement>('.st-search input')?.focus()}
      >
        {t('go_to_search')}
      </Action>
    </span>
  )
}

function FoundList({ found, onNew }: { found: Found; onNew: () => void }) {
  if (found.people.length === 0) {
    return (
      <Empty title={t('nobody_found')}>
        <p>{t('nobody_found_text')}</p>
        <Action onAct={onNew}>{t('new_person')}</Action>
      </Empty>
    )
  }
  return (
    <ul class="st-found">
      {found.people.map((person) => (
        <li key={person.id}>
          <button type="button" class="st-line" onClick={() => void take('reception', person.id)}>
            <span class="st-line__name">{person.name}</span>
            <span class="st-line__aside">
              {person.birth_date?.slice(0, 4)} {person.documents[0]}{' '}
              {!person.appointment && <Tag tone="warn">{t('not_called')}</Tag>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Greeting({ person, journey }: { person: Person; journey: Journey }) {
  const isWalkIn = person.appointment === null
  const [reason, setReason] = useState('')
  const [approver, setApprover] = useState('')
  const [seen, setSeen] = useState(false)
  const heads = (pack.value?.staff ?? []).filter((s) => s.roles.includes('site_head') || s.roles.includes('facility_head'))
  const isHere = journey.phase !== 'called' && !ENDINGS.some((e) => e === journey.phase)
  const ended = ENDINGS.find((e) => e === journey.phase)

  const greet = async () => {
    const number = nextQueueNumber(journeys.value.values(), ordinal())
    const entries = await act(
      ...(seen
        ? [{ kind: 'updated' as const, person: person.id, data: { identity_status: 'document_seen' } }]
        : []),
      {
        kind: 'checked_in',
        person: person.id,
        data: {
          queue_number: number,
          walk_in: isWalkIn,
          reason: isWalkIn ? reason : undefined,
          approved_by: isWalkIn ? approver : undefined,
          appointment: person.appointment,
          home: person.home,
        },
      },
    )
    inFront('reception').value = null
    offerUndo(t('did_greet', { name: person.name, number: spokenNumber(number) }), entries.slice(-1))
    document.querySelector<HTMLInputElement>('.st-search input')?.focus()
  }

  return (
    <Card>
      <PersonHead person={person} queueNumber={journey.queueNumber ? spokenNumber(journey.queueNumber) : ''} />
      <p class="st-person__line">
        {person.slot_at && <Tag tone="info">{t('slot', { time: showTime(person.slot_at) })}</Tag>}
        {person.code && <Tag tone="mute">{person.code}</Tag>}
        {person.identity_status === 'unverified' && <Tag tone="warn">{t('identity_unverified')}</Tag>}
      </p>
      <Problems person={person} />
      {isHere && <Notice tone="info" title={t('already_here', { phase: coded('phase', journey.phase) })} />}
      {ended && <Notice tone="warn" title={t('ended_before', { outcome: coded('ending', ended) })} />}
      {isWalkIn && !isHere && (
        <>
          <Notice tone="warn" title={t('walk_in_notice')} />
          <Select
            label={t('walk_in_reason')}
            empty={t('choose')}
            value={reason}
            onChange={setReason}
            choices={WALK_IN_REASONS.map((r) => ({ value: r, label: t(`walk_in_${r}`) }))}
          />
          <Select
            label={t('approved_by')}
            empty={t('choose')}
            value={approver}
            onChange={setApprover}
            choices={heads.map((s) => ({ value: s.id, label: staffName(s) }))}
          />
        </>
      )}
      {!isHere && person.identity_status === 'unverified' && (
        <Tick label={t('document_seen')} checked={seen} onChange={setSeen} />
      )}
      <div class="st-actions">
        <Action big k="ctrl+enter" disabled={isHere || (isWalkIn && (!reason || !approver))} onAct={greet}>
          {t('greet')}
        </Action>
        <Action kind="quiet" k="h" onAct={() => void (inFront('reception').value = null)}>{t('put_back')}</Action>
      </div>
    </Card>
  )
}

/** Which letter this device calls its numbers by; 0 (no letter) when it is not of this facility. */
function ordinal(): number {
  return pack.value?.devices.find((d) => d.id === device.value?.id)?.ordinal ?? 0
}

/** By hour, then by the given name, which comes last and by which people here are listed. */
function orderOf(id: string): string {
  const person = personOf(id)
  const given = person?.name.trim().split(/\s+/).at(-1) ?? ''
  return `${person?.slot_at ?? ''} ${given} ${person?.name ?? ''}`
}

function Expected() {
  const waiting = waitingAt('reception').filter((j) => personOf(j.person)?.appointment)
  const byHour = [...waiting].sort((a, b) =>
    orderOf(a.person).localeCompare(orderOf(b.person), 'vi'),
  )
  return (
    <>
      <h2 class="st-queue__title">
        {t('expected')} <span class="tc-count">{waiting.length}</span>
      </h2>
      <ol class="st-queue">
        {byHour.map((journey) => {
          const person = personOf(journey.person)
          return (
            <li key={journey.person}>
              <button type="button" class="st-line" onClick={() => void take('reception', journey.person)}>
                <span class="st-line__number">{person?.slot_at ? showTime(person.slot_at) : ''}</span>
                <span class="st-line__name">{person?.name}</span>
              </button>
            </li>
          )
        })}
      </ol>
    </>
  )
}
