/**
 * The chain of one device: its events are numbered 1, 2, 3 ... and each carries the hash of the one
 * before it, so that a lost or altered event shows as a gap or a broken link.
 */
import { type Bytes, sha256, toBase64, toBytes, uuid7 } from './bytes.ts'
import { compact, type Draft, type Envelope, type Setting } from './envelope.ts'

/** The last event of a device: its number and hash. Zero and no hash before the first. */
export interface Head {
  seq: number
  hash: string | null
}

export const START: Head = { seq: 0, hash: null }

export interface PrivateDocument {
  salt: string
  document: string
}

/** One event as it will be sent: the body is text, exactly as hashed. */
export interface Linked {
  id: string
  seq: number
  body: string
  hash: string
  private: PrivateDocument | null
}

/** Makes the next event of a chain; returns it with the new head. */
export async function link(
  draft: Draft,
  setting: Setting,
  device: string,
  head: Head,
  at: Date,
): Promise<[Linked, Head]> {
  const id = uuid7()
  const seq = head.seq + 1
  const sealed = draft.private ? await bind(draft.private) : null
  const isSite = draft.person === undefined
  const envelope = compact({
    v: 1,
    id,
    kind: draft.kind,
    at: (draft.at ?? at).toISOString(),
    person: draft.person,
    facility: setting.facility,
    site: setting.site,
    session: setting.session,
    device,
    seq,
    prev: head.hash ?? undefined,
    performed_by: draft.performedBy ?? (isSite ? setting.enteredBy : undefined),
    entered_by: setting.enteredBy,
    supersedes: draft.supersedes,
    private_hash: sealed?.hash,
    data: compact(draft.data ?? {}),
  } satisfies { [K in keyof Envelope]: unknown })
  const body = JSON.stringify(envelope)
  const hash = await sha256(toBytes(body))
  return [{ id, seq, body, hash, private: sealed?.private ?? null }, { seq, hash }]
}

/** A private document and the hash that binds it: SHA-256 of a 16-byte salt and its text. */
async function bind(
  content: Record<string, unknown>,
): Promise<{ private: PrivateDocument; hash: string }> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const document = JSON.stringify(compact(content))
  return {
    private: { salt: toBase64(salt), document },
    hash: await sha256(salt, toBytes(document)),
  }
}

/** The bytes that a device signs for one upload: a line of magic, its id, one hash a line. */
export function manifest(device: string, hashes: readonly string[]): Bytes {
  return toBytes(['tiemchung-upload-v1', device, ...hashes].join('\n'))
}
