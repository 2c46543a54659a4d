// Reads {x, y, d?, texts, sign?} from standard input, answers with JSON on standard output.
// texts: each is verified with the public key; sign: payloads (hex) that the peer signs itself.
import cbor from 'cbor'
import base45 from 'base45-js'
import cose from 'cose-js'
import { deflateSync, inflateSync } from 'node:zlib'
import { readFileSync } from 'node:fs'

const asked = JSON.parse(readFileSync(0, 'utf8'))
const hex = (text) => Buffer.from(text, 'hex')
const readable = (_, value) => (value instanceof Map ? Object.fromEntries(value) : value)

async function verify (text) {
  try {
    const message = inflateSync(base45.decode(text.slice(4)))
    const payload = await cose.sign.verify(message, { key: { x: hex(asked.x), y: hex(asked.y) } })
    return { ok: true, claims: cbor.decodeFirstSync(payload) }
  } catch (error) {
    return { ok: false, error: String(error) }
  }
}

async function sign (payload) {
  const headers = { p: { alg: 'ES256', kid: hex(asked.kid) }, u: {} }
  const message = await cose.sign.create(headers, hex(payload), { key: { d: hex(asked.d) } })
  return 'HC1:' + base45.encode(deflateSync(message))
}

const verified = await Promise.all((asked.texts ?? []).map(verify))
const signed = await Promise.all((asked.sign ?? []).map(sign))
console.log(JSON.stringify({ verified, signed }, readable))
