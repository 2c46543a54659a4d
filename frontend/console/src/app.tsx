/** The frame of the stations: who, where, what waits to be sent, and the station at hand. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { showDay } from './clock.ts'
import { useShortcut } from './keys.ts'
import { type Station, STATIONS } from './site/queues.ts'
import {
  actor, device, goTo, leaveSession, own, online, pack, refused, station, unsent,
} from './state.ts' // prettier-ignore
import { trouble } from './sync.ts'
import { isFresh, reloadFresh } from './update.ts'
import { language, speak, t } from './words/index.ts'
import { Action } from './ui/action.tsx'
import { Dialog } from './ui/dialog.tsx'
import { Notice, Tag } from './ui/parts.tsx'
import { Problem } from './ui/report.tsx'
import { Announcer, waitingAt } from './ui/queue.tsx'
import { UndoBar } from './ui/undo.tsx'
import { Enrol } from './screens/enrol.tsx'
import { ChooseSession } from './screens/sessions.tsx'
import { SignIn } from './screens/signin.tsx'
import { KeyHelp } from './screens/keyhelp.tsx'
import { CloseStation } from './stations/close.tsx'
import { InjectionStation } from './stations/injection.tsx'
import { MeasureStation } from './stations/measure.tsx'
import { ObservationStation } from './stations/observation.tsx'
import { ReceptionStation } from './stations/reception.tsx'
import { ScreeningStation } from './stations/screening.tsx'

const SCREENS: Record<Station, () => preact.JSX.Element> = {
  reception: ReceptionStation,
  measure: MeasureStation,
  screening: ScreeningStation,
  injection: InjectionStation,
  observation: ObservationStation,
  close: CloseStation,
}

export function App() {
  const [asking, setAsking] = useState<'person' | 'help' | 'queue' | null>(null)
  useShortcut('F1', () => setAsking('help'), true)
  useShortcut('?', () => setAsking('help'), true)
  if (device.value === undefined) return null
  if (device.value === null) return <Frame><Enrol /></Frame>
  const ready = actor.value !== null && pack.value !== null
  const Screen = SCREENS[station.value]
  return (
    <Frame onPerson={() => setAsking('person')} onQueue={() => setAsking('queue')}>
      {ready ? (
        <>
          <Tabs />
          <main class="st-main" id="maincontent" tabIndex={-1}>
            <Problem />
            <h1 class="nhsuk-u-visually-hidden">{t(`station_${station.value}`)}</h1>
            <Screen />
          </main>
          <UndoBar />
        </>
      ) : (
        <main class="st-main st-main--narrow" id="maincontent">
          {actor.value ? <ChooseSession /> : pack.value ? <Resting /> : <SignIn />}
        </main>
      )}
      {actor.value === null && pack.value !== null && (
        <Dialog title={t('sign_in_again')}><SignIn bare /></Dialog>
      )}
      {asking === 'person' && actor.value && (
        <Dialog title={t('switch_person')} onClose={() => setAsking(null)}>
          <SignIn bare onDone={() => setAsking(null)} />
        </Dialog>
      )}
      {asking === 'help' && <KeyHelp onClose={() => setAsking(null)} />}
      {asking === 'queue' && <SendingDialog onClose={() => setAsking(null)} />}
    </Frame>
  )
}

function Resting() {
  return <p class="tc-quiet">{t('nobody_here')}</p>
}

interface FrameProps {
  children: preact.ComponentChildren
  onPerson?: () => void
  onQueue?: () => void
}

function Frame({ children, onPerson, onQueue }: FrameProps) {
  const session = pack.value?.session
  return (
    <>
      <a class="nhsuk-skip-link" href="#maincontent">{t('skip')}</a>
      {pack.value?.demo && (
        <section class="tc-demo" aria-label="DEMO">
          <p class="tc-demo__in"><b class="tc-demo__mark">DEMO</b> {t('demo')}</p>
        </section>
      )}
      <header class="tc-header tc-header--slim st-header">
        <div class="st-header__in">
          <div class="st-header__where">
            <span class="tc-brand__name">{session ? session.site.name : t('app_name')}</span>
            <span class="tc-brand__over">
              {session
                ? `${t(`half_${session.half_day}`)} ${showDay(session.day)} · ${device.value?.name ?? ''}`
                : t('app_over')}
            </span>
          </div>
          <div class="st-header__tools">
            {device.value && onQueue && <Status onOpen={onQueue} />}
            {actor.value && onPerson && <PersonButton onOpen={onPerson} />}
            <LanguageButton />
          </div>
        </div>
      </header>
      {isFresh.value && (
        <div class="st-fresh">
          {t('new_version')} <Action kind="secondary" onAct={reloadFresh}>{t('reload')}</Action>
        </div>
      )}
      {children}
      <Announcer />
    </>
  )
}

function Status({ onOpen }: { onOpen: () => void }) {
  const bad = refused.value.length
  const [tone, sentence] =
    bad > 0 ? (['bad', t('status_refused', { n: bad })] as const)
    : !online.value ? (['warn', t('status_offline', { n: unsent.value })] as const)
    : unsent.value > 0 ? (['info', t('status_sending', { n: unsent.value })] as const)
    : (['good', t('status_sent')] as const)
  return (
    <button type="button" class={`st-status st-status--${tone}`} onClick={onOpen} aria-live="polite">
      {sentence}
    </button>
  )
}

function LanguageButton() {
  const other = language.value === 'vi' ? 'en' : 'vi'
  return (
    <button
      type="button"
      class="st-header__button"
      lang={other}
      aria-label={other === 'en' ? 'EN, English' : 'VI, Tiếng Việt'}
      onClick={() => speak(other)}
    >
      {other.toUpperCase()}
    </button>
  )
}

function PersonButton({ onOpen }: { onOpen: () => void }) {
  useShortcut('p', onOpen, true)
  return (
    <button type="button" class="st-header__button" onClick={onOpen} aria-keyshortcuts="p">
      <span class="st-header__name">{actor.value?.name}</span>
      <span class="st-header__role">{actor.value?.roleTitle}</span>
      <kbd class="st-key st-key--light" aria-hidden="true">P</kbd>
    </button>
  )
}

function Tabs() {
  return (
    <nav class="st-tabs" aria-label={t('stations')}>
      {STATIONS.map((name, i) => <Tab key={name} name={name} k={String(i + 1)} />)}
    </nav>
  )
}

function Tab({ name, k }: { name: Station; k: string }) {
  useShortcut(k, () => goTo(name), true)
  const link = useRef<HTMLAnchorElement>(null)
  const isHere = station.value === name
  useLayoutEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [isHere])
  const count = name === 'close' ? 0 : waitingAt(name).length
  return (
    <a
      ref={link}
      class="st-tab"
      href={`#/${name}`}
      aria-current={isHere ? 'page' : undefined}
      aria-keyshortcuts={k}
      onClick={(event) => {
        event.preventDefault()
        goTo(name)
      }}
    >
      <kbd class="st-key" aria-hidden="true">{k}</kbd>
      <span class="st-tab__name">{t(`station_${name}`)}</span>
      {count > 0 && <span class="tc-count">{count}</span>}
    </a>
  )
}

/** What this device has made and what became of it: for the head's rounds and for trouble. */
function SendingDialog({ onClose }: { onClose: () => void }) {
  const entries = [...own.value].sort((a, b) => b.seq - a.seq)
  const made = entries[0]?.seq ?? 0
  return (
    <Dialog title={t('sending_title')} onClose={onClose} wide>
      <p>
        {t('device_is', { name: device.value?.name ?? '' })} · {t('made_is', { n: made })} · {t('waits_is', { n: unsent.value })}
      </p>
      {trouble.value && <Notice tone="warn" title={trouble.value} />}
      <ol class="st-recent">
        {entries.slice(0, 60).map((entry) => (
          <li key={entry.seq}>
            <span class="tc-quiet">{entry.seq}</span>
            <span>{t(`kind_${(JSON.parse(entry.body) as { kind: string }).kind}` as never)}</span>
            {entry.arrived === 0 ? <Tag tone="info">{t('waits_to_be_sent')}</Tag>
              : entry.outcome === 'quarantined' || entry.outcome === 'conflict' ? <Tag tone="bad">{t('set_aside', { reason: entry.reason ?? entry.outcome })}</Tag>
              : entry.flags.length > 0 ? <Tag tone="warn">{t('recorded_flagged', { flags: entry.flags.join(', ') })}</Tag>
              : <Tag tone="good">{t('recorded')}</Tag>}
          </li>
        ))}
      </ol>
      {pack.value && <Action kind="quiet" onAct={() => { leaveSession(); onClose() }}>{t('other_session')}</Action>}
    </Dialog>
  )
}
