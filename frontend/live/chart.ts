/** Turns the server's drawings of running curves into ones that grow; without points they stay. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { format } from './figures.ts'

const KEPT = 24 * 60 // points of a curve that stay in memory
const WHOLE = [1, 10, 100, 1000, 10_000, 100_000].flatMap((n) => [n, 2 * n, 5 * n]) // of doses
const LEAST_SECONDS = 3600 // of the axis: a morning with one point has no length of its own

interface Curve {
  plot: uPlot
  times: number[]
  values: (number | null)[]
}

const curves = new Map<string, Curve>()
const clock = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: 'Asia/Ho_Chi_Minh',
})

export function startCharts(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-live-series]')) {
    const times = JSON.parse(place.dataset['times'] ?? '[]') as number[]
    const values = JSON.parse(place.dataset['values'] ?? '[]') as (number | null)[]
    if (times.length !== values.length || times.length === 0) continue
    const label = place.querySelector('svg[aria-label]')?.getAttribute('aria-label') ?? ''
    place.replaceChildren()
    place.setAttribute('role', 'img')
    place.setAttribute('aria-label', label)
    const plot = new uPlot(options(place), [times, values], place)
    curves.set(place.dataset['liveSeries'] ?? '', { plot, times, values })
    new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: plot.height })).observe(place)
  }
}

export function extendSeries(series: Record<string, [number, number | null][]>): void {
  for (const [name, points] of Object.entries(series)) {
    const curve = curves.get(name)
    if (!curve) continue
    for (const [time, value] of points) put(curve, time, value)
    curve.plot.setData([curve.times, curve.values])
  }
}

/** A point of a known time replaces it, so a repeated message changes nothing. */
function put(curve: Curve, time: number, value: number | null): void {
  const last = curve.times.at(-1)
  if (last !== undefined && time < last) return
  if (last === time) curve.values[curve.values.length - 1] = value
  else {
    curve.times.push(time)
    curve.values.push(value)
  }
  if (curve.times.length > KEPT) {
    curve.times.shift()
    curve.values.shift()
  }
}

/** The span of the points, an hour at least; uPlot itself gives a single point a thousand days. */
function hours(plot: uPlot, low: number, high: number): [number, number] {
  const times = plot.data?.[0] ?? []
  const last = times.at(-1) ?? high
  return [Math.min(times[0] ?? low, last - LEAST_SECONDS), last]
}

function options(place: HTMLElement): uPlot.Options {
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim()
  const grid = { stroke: colour('--tc-line'), width: 1 }
  const axis = { stroke: colour('--tc-ink-2'), grid, ticks: { show: false }, font: '13px "Be Vietnam Pro"' }
  return {
    width: place.clientWidth,
    height: Number(place.dataset['height'] ?? 220),
    padding: [10, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: hours },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] },
    },
    axes: [
      { ...axis, size: 30, values: (_plot, ticks) => ticks.map((tick) => clock.format(tick * 1000)) },
      { ...axis, size: 62, incrs: WHOLE, values: (_plot, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      {
        stroke: colour('--tc-s1'),
        width: 2.5,
        fill: `${colour("--tc-s1")}22`,
        points: { show: (_plot, _series, first, last) => first === last }, // a line needs two
      },
    ],
  }
}
