/** A new version of this app: loaded aside, taken only when somebody presses the button. */
import { signal } from '@preact/signals'

export const isFresh = signal(false)

let waiting: ServiceWorker | null = null

export async function startUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`)
  const look = () => {
    waiting = registration.waiting
    isFresh.value = waiting !== null && navigator.serviceWorker.controller !== null
  }
  look()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look)
  })
  setInterval(() => void registration.update().catch(() => undefined), 30 * 60 * 1000)
}

/** Code is never swapped in the middle of a session: the page asks, and then loads anew. */
export function reloadFresh(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())
  waiting?.postMessage('take over')
}
