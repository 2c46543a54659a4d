/**
 * Seals private documents while they wait to be sent: AES-GCM under a key of this device that no
 * script can read out. The events themselves hold nothing private.
 */
import { fromBase64, toBase64, toBytes } from '../ledger/bytes.ts'
import type { PrivateDocument } from '../ledger/chain.ts'
import { recall, remember } from './database.ts'

export interface Sealed {
  nonce: string
  sealed: string
}

async function sealingKey(): Promise<CryptoKey> {
  const known = await recall('seal')
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  await remember('seal', made)
  return made
}

export async function seal(document: PrivateDocument): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const key = await sealingKey()
  const text = toBytes(JSON.stringify(document))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, text)
  return { nonce: toBase64(nonce), sealed: toBase64(new Uint8Array(sealed)) }
}

export async function unseal(sealed: Sealed): Promise<PrivateDocument> {
  const iv = fromBase64(sealed.nonce)
  const text = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv },
    await sealingKey(),
    fromBase64(sealed.sealed),
  )
  return JSON.parse(new TextDecoder().decode(text)) as PrivateDocument
}
