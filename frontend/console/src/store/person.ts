/** The person at this device: badge and PIN, answered with a log-in that lives in memory alone. */
import { call } from '../api.ts'
import type { Device } from './database.ts'
import { signText } from './device.ts'

export interface Actor {
  id: string
  name: string
  role: string
  roleTitle: string
  token: string
}

interface Answer {
  token: string
  staff_id: string
  name: string
  role: string
  role_title: string
}

interface Challenge {
  challenge: string
  lasts: number
}

/** Asked for ahead of time, so that switching the person waits for one answer only. */
let waiting: { challenge: string; until: number } | null = null

export async function prepareSwitch(): Promise<string> {
  if (waiting && waiting.until > Date.now()) return waiting.challenge
  const { challenge, lasts } = await call<Challenge>('badge/challenge')
  waiting = { challenge, until: Date.now() + (lasts - 60) * 1000 }
  return challenge
}

export async function signIn(
  device: Device,
  badge: string,
  pin: string,
  session: string | null,
): Promise<Actor> {
  const given = await prepareSwitch()
  waiting = null
  const answer = await call<Answer>('badge', {
    keep: 'token',
    device_id: device.id,
    challenge: given,
    badge,
    pin,
    session_id: session,
    signature: await signText(['tiemchung-badge-v1', device.id, given, badge].join('\n')),
  })
  return {
    id: answer.staff_id,
    name: answer.name,
    role: answer.role,
    roleTitle: answer.role_title,
    token: answer.token,
  }
}
