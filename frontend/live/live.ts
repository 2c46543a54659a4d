/**
 * Keeps a board of the response centre moving.
 *
 * The page names its stream with `<body data-live-stream="/command/stream">`. Each message is JSON:
 *   figures  {"doses_today": 1736129}          -> [data-live-number] and [data-live-percent]
 *   texts    {"as_of": "16:05"}                -> [data-live-text]
 *   areas    {"79": {"q": "3", "text": "…"}}   -> [data-live-area], class and title
 *   series   {"doses_per_minute": [[t, v]]}    -> [data-live-series], t in seconds
 *   changed  ["incidents"]                     -> event `live:incidents` on body, for hx-trigger
 * A missing part leaves its places as they are. Nothing in a message is ever read as HTML.
 */
import { extendSeries, startCharts } from './chart.ts'
import { paintAreas } from './map.ts'
import { writeFigures, writeTexts } from './figures.ts'

export interface Message {
  figures?: Record<string, number | null>
  texts?: Record<string, string>
  areas?: Record<string, { q: string; text: string }>
  series?: Record<string, [number, number | null][]>
  changed?: string[]
}

const status = document.querySelector<HTMLElement>('[data-live-status]')

function say(state: 'open' | 'lost'): void {
  if (!status || status.dataset['state'] === state) return
  status.dataset['state'] = state
  status.textContent = status.dataset[state] ?? ''
}

function apply(message: Message): void {
  writeFigures(message.figures ?? {})
  writeTexts(message.texts ?? {})
  paintAreas(message.areas ?? {})
  extendSeries(message.series ?? {})
  for (const name of message.changed ?? []) document.body.dispatchEvent(new Event(`live:${name}`))
}

function listen(address: string): void {
  const stream = new EventSource(address)
  stream.onopen = () => say('open')
  stream.onerror = () => say('lost') // the browser tries again by itself
  stream.onmessage = (event: MessageEvent<string>) => {
    say('open')
    apply(JSON.parse(event.data) as Message)
  }
}

startCharts()
const address = document.body.dataset['liveStream']
if (address) listen(address)
