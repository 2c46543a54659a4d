/** This device: enrolled once for a facility, with a key that never leaves it. */
import { call } from '../api.ts'
import { toBase64, toBytes } from '../ledger/bytes.ts'
import { type Device, recall, remember } from './database.ts'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' }

/** The key pair, made once: an enrolment whose answer was lost is tried again with the same key. */
async function keyPair(): Promise<CryptoKeyPair> {
  const known = await recall('keys')
  if (known) return known
  const made = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
  await remember('keys', made)
  return made
}

export async function enrol(code: string, name: string): Promise<Device> {
  const { publicKey } = await keyPair()
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  const answer = await call<{ device_id: string; facility_id: number }>('devices', {
    code: code.trim().toUpperCase(),
    name: name.trim(),
    public_key: toBase64(raw),
  })
  const device = { id: answer.device_id, facility: answer.facility_id, name: name.trim() }
  await remember('device', device)
  await navigator.storage?.persist?.()
  return device
}

/** Signs a text with the key of this device; base64 of r and s. */
export async function signText(text: string): Promise<string> {
  const { privateKey } = await keyPair()
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    toBytes(text),
  )
  return toBase64(new Uint8Array(signature))
}
