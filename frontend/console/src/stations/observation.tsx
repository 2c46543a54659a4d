/** Theo dõi: a timer for each person, findings, adverse events, release one by one or as a group. */
import { useState } from 'preact/hooks'
import { callFile } from '../api.ts'
import { now, showSpan, showTime, ticking } from '../clock.ts'
import { number, text } from '../site/facts.ts'
import type { Journey } from '../site/journey.ts'
import type { Person } from '../site/pack.ts'
import { spokenNumber } from '../site/queues.ts'
import { act, pack, personOf } from '../state.ts'
import { coded, t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices } from '../ui/fields.tsx'
import { Empty, listWord, Tag, usePerformer } from '../ui/parts.tsx'
import { announce, waitingAt } from '../ui/queue.tsx'
import { offerUndo } from '../ui/undo.tsx'
import { ReactionDialog } from './reaction.tsx'

const OBSERVERS = ['observer', 'nurse', 'screener', 'injector', 'site_head']

/** Minutes of the rule, or more where the doctor asked for more. */
function minutesFor(journey: Journey): number {
  const asked = journey.screening ? number(journey.screening, 'observe_minutes') : null
  return Math.max(pack.value?.observation?.minutes ?? 30, asked ?? 0)
}

function endsAt(journey: Journey): number {
  return (journey.dose?.at ?? journey.since) + minutesFor(journey) * 60_000
}

/** The slips of these people as one file: it opens in the device's own print dialog. */
async function printSlips(people: readonly Journey[]): Promise<void> {
  try {
    const file = await callFile(`ban/sessions/${pack.value?.session.id}/slips`, {
      people: people.map((j) => j.person),
    })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `${t('slip_file')}.pdf`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  } catch (error) {
    announce((error as Error).message || t('print_offline'))
  }
}

type Asking = { what: 'release' | 'reaction'; people: Journey[] } | null

export function ObservationStation() {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<Asking>(null)
  const watched = waitingAt('observation').sort((a, b) => endsAt(a) - endsAt(b))
  const due = watched.filter((j) => endsAt(j) <= ticking())
  const group = watched.filter((j) => picked.has(j.person))
  const pick = (person: string, on: boolean) => {
    const next = new Set(picked)
    if (on) next.add(person)
    else next.delete(person)
    setPicked(next)
  }
  return (
    <>
      <div class="st-watch-head">
        <p>
          {t('watching', { n: watched.length })} · <b>{t('due_now', { n: due.length })}</b>
        </p>
        <div class="st-actions">
          <Action kind="secondary" k="a" disabled={due.length === 0} onAct={() => setPicked(new Set(due.map((j) => j.person)))}>
            {t('pick_due')}
          </Action>
          <Action kind="secondary" k="i" disabled={group.length === 0} onAct={() => printSlips(group)}>
            {t('print_slips', { n: group.length })}
          </Action>
          <Action k="r" disabled={group.length === 0} onAct={() => setAsking({ what: 'release', people: group })}>
            {t('release_group', { n: group.length })}
          </Action>
        </div>
      </div>
      {watched.length === 0 && <Empty title={t('nobody_watched')} />}
      <ul class="st-watch">
        {watched.map((journey) => (
          <WatchCard
            key={journey.person}
            journey={journey}
            picked={picked.has(journey.person)}
            onPick={(on) => pick(journey.person, on)}
            onAsk={(what) => setAsking({ what, people: [journey] })}
          />
        ))}
      </ul>
      {asking?.what === 'release' && (
        <ReleaseDialog
          people={asking.people}
          onClose={() => setAsking(null)}
          onDone={() => {
            setPicked(new Set())
            setAsking(null)
          }}
        />
      )}
      {asking?.what === 'reaction' && (
        <ReactionDialog journey={asking.people[0]!} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

interface WatchCardProps {
  journey: Journey
  picked: boolean
  onPick: (on: boolean) => void
  onAsk: (what: 'release' | 'reaction') => void
}

function WatchCard({ journey, picked, onPick, onAsk }: WatchCardProps) {
  const person: Person | null = personOf(journey.person)
  const left = endsAt(journey) - ticking()
  const name = person?.name ?? t('person_loading')
  const severe = journey.reactions.some((r) => text(r, 'severity') === 'severe')
  return (
    <li class={`st-watched${left <= 0 ? ' st-watched--due' : ''}${severe ? ' st-watched--severe' : ''}`}>
      <label class="st-watched__pick">
        <input
          type="checkbox"
          checked={picked}
          disabled={left > 0}
          onChange={(event) => onPick(event.currentTarget.checked)}
        />
        <span class="nhsuk-u-visually-hidden">{t('pick_person', { name })}</span>
      </label>
      <div class="st-watched__who">
        <p class="st-watched__name">
          <span class="st-line__number">{spokenNumber(journey.queueNumber)}</span> {name}
        </p>
        <p class="tc-quiet">
          {t('injected_at', { time: showTime(journey.dose?.at ?? journey.since) })} ·{' '}
          {t('minutes', { n: minutesFor(journey) })}
        </p>
        {journey.reactions.map((reaction) => (
          <Tag key={reaction.id} tone={text(reaction, 'severity') === 'severe' ? 'bad' : 'warn'}>
            {(reaction.data['signs'] as string[] | undefined ?? []).map((s) => listWord('reaction', s)).join(', ')}
          </Tag>
        ))}
      </div>
      <p class="st-watched__time" role="timer">
        {showSpan(left)}
        <span class="nhsuk-u-visually-hidden"> {t(left > 0 ? 'time_left' : 'time_over')}</span>
      </p>
      <div class="st-watched__acts">
        <Action kind="secondary" label={t('reaction_of', { name })} onAct={() => onAsk('reaction')}>
          {t('reaction')}
        </Action>
        <Action label={t('release_of', { name })} onAct={() => onAsk('release')}>{t('release')}</Action>
      </div>
    </li>
  )
}

interface ReleaseDialogProps {
  people: readonly Journey[]
  onClose: () => void
  onDone: () => void
}

function ReleaseDialog({ people, onClose, onDone }: ReleaseDialogProps) {
  const early = people.some((j) => endsAt(j) > ticking())
  const reacted = people.some((j) => j.reactions.length > 0)
  const group = people.length > 1
  const [finding, setFinding] = useState<string | null>(early || reacted ? null : 'normal')
  const [performer, chooser] = usePerformer(OBSERVERS)
  const findings = early
    ? ['left_early', 'transferred']
    : ['normal', ...(group ? [] : ['common_reaction', 'recovered', 'transferred'])]
  const names = people.map((j) => personOf(j.person)?.name ?? '').join(', ')
  return (
    <Dialog title={t('release_title', { n: people.length })} onClose={onClose}>
      <p><b>{names}</b></p>
      {early && <p class="tc-quiet">{t('release_early_hint')}</p>}
      <Choices
        legend={t('finding')}
        name="finding"
        first
        value={finding}
        onChange={setFinding}
        choices={findings.map((f) => ({ value: f, label: coded('finding', f) }))}
      />
      {chooser}
      <Action
        big
        k="ctrl+enter"
        disabled={!finding || !performer}
        onAct={async () => {
          const entries = await act(
            ...people.map((j) => ({
              kind: 'released' as const,
              person: j.person,
              performedBy: performer ?? undefined,
              data: {
                finding,
                group,
                minutes: Math.max(0, Math.floor((now().getTime() - (j.dose?.at ?? j.since)) / 60_000)),
                home: personOf(j.person)?.home,
              },
            })),
          )
          offerUndo(t('did_release', { n: people.length }), entries)
          onDone()
        }}
      >
        {t('release')}
      </Action>
    </Dialog>
  )
}
