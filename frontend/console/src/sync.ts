/** Keeps this device and the server together: sends what waits, reads what others did. */
import { signal } from '@preact/signals'
import { call, Refusal } from './api.ts'
import { actor, follow, online, pack, readOwn, unsent, whenKept } from './state.ts'
import { type Answer, clearUp, send, type Upload } from './store/queue.ts'

const READ_MILLISECONDS = 2500
const READ_HIDDEN_MILLISECONDS = 15_000
const RETRY_MILLISECONDS = 1000
/** While somebody waits at the table the next try is never far. */
const RETRY_MOST_MILLISECONDS = 5000

/** Why the last sending failed, for the status line; empty when all went well. */
export const trouble = signal('')

let retry = RETRY_MILLISECONDS
let sending: ReturnType<typeof setTimeout> | undefined
let reading: ReturnType<typeof setTimeout> | undefined

async function post(upload: Upload): Promise<Answer[]> {
  const answer = await call<{ outcomes: Answer[] }>('events', upload)
  return answer.outcomes
}

async function sendWaiting(): Promise<void> {
  clearTimeout(sending)
  try {
    await send(post)
    retry = RETRY_MILLISECONDS
    trouble.value = ''
    online.value = true
  } catch (error) {
    noteFailure(error)
    retry = Math.min(retry * 2, RETRY_MOST_MILLISECONDS)
  }
  await readOwn()
  if (unsent.value > 0) sending = setTimeout(() => void sendWaiting(), retry * (0.7 + Math.random() * 0.6))
}

function noteFailure(error: unknown): void {
  if (error instanceof Refusal && error.isOffline) online.value = false
  else trouble.value = error instanceof Error ? error.message || error.name : String(error)
}

async function readLive(): Promise<void> {
  clearTimeout(reading)
  if (pack.value && actor.value) {
    try {
      await follow()
      online.value = true
    } catch (error) {
      if (error instanceof Refusal && error.isOffline) online.value = false
    }
  }
  const pause = document.hidden ? READ_HIDDEN_MILLISECONDS : READ_MILLISECONDS
  reading = setTimeout(() => void readLive(), pause * (0.9 + Math.random() * 0.2))
}

export function startSync(): void {
  whenKept(() => void sendWaiting())
  addEventListener('online', () => {
    online.value = true
    void sendWaiting()
    void readLive()
  })
  addEventListener('offline', () => (online.value = false))
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    void sendWaiting()
    void readLive()
  })
  void clearUp()
  void sendWaiting()
  void readLive()
}
