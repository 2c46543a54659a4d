/** Campaign time: this device's clock, corrected by the server's, which a demo sets to 2021. */
import { signal } from '@preact/signals'
import { recall, remember } from './store/database.ts'

const offset = signal(0)

/** Beats once a second, for everything that counts down. */
export const beat = signal(Date.now())

export function now(): Date {
  return new Date(Date.now() + offset.value)
}

/** Campaign time as of the last beat, so that a screen that reads it is drawn anew each second. */
export function ticking(): number {
  return beat.value + offset.value
}

/** Corrects the clock by an answer of the server; small differences are left alone. */
export function setClock(serverNow: string): void {
  const found = Date.parse(serverNow) - Date.now()
  if (Number.isNaN(found) || Math.abs(found - offset.value) < 1500) return
  offset.value = found
  void remember('clock', found)
}

export async function startClock(): Promise<void> {
  offset.value = (await recall('clock')) ?? 0
  setInterval(() => (beat.value = Date.now()), 1000)
}

const ZONE = 'Asia/Ho_Chi_Minh'
const hour = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' })
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE })

/** `07:05`, in Viet Nam whatever the device says. */
export function showTime(at: number | string): string {
  return hour.format(new Date(at))
}

/** `05/08/2021` from a moment or from YYYY-MM-DD. */
export function showDay(at: number | string): string {
  if (typeof at === 'string' && at.length === 10) return at.split('-').reverse().join('/')
  return day.format(new Date(at))
}

/** `07:05` of today, else `02:40 17/08/2021`. */
export function showMoment(at: number): string {
  const isToday = dayOf(new Date(at)) === dayOf(now())
  return isToday ? showTime(at) : `${showTime(at)} ${showDay(at)}`
}

/** YYYY-MM-DD of a moment in Viet Nam. */
export function dayOf(at: Date): string {
  return isoDay.format(at)
}

/** `12:05` left, or `+01:10` past. */
export function showSpan(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  const text = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  return milliseconds < 0 ? `+${text}` : text
}
