import assert from 'node:assert/strict'
import { createHash, createVerify, generateKeyPairSync, webcrypto } from 'node:crypto'
import { test } from 'node:test'
import { sha256, toBytes, uuid7 } from '../src/ledger/bytes.ts'
import { link, manifest, START } from '../src/ledger/chain.ts'

const SETTING = { facility: 11, site: 21, session: 'a0000000-0000-7000-8000-000000000001', enteredBy: 'b' }
const DEVICE = 'd0000000-0000-4000-8000-000000000002'
const AT = new Date('2021-08-05T02:00:00.000Z')

test('events are numbered from 1 and each names the hash of the one before', async () => {
  const [first, head] = await link({ kind: 'checked_in', person: 'p' }, SETTING, DEVICE, START, AT)
  const [second, last] = await link({ kind: 'declared', data: { moment: 'noon', injected: 3 } }, SETTING, DEVICE, head, AT)
  const bodies = [first, second].map((l) => JSON.parse(l.body))
  assert.deepEqual(bodies.map((b) => b.seq), [1, 2])
  assert.equal('prev' in bodies[0], false)
  assert.equal(bodies[1].prev, createHash('sha256').update(first.body).digest('hex'))
  assert.deepEqual(last, { seq: 2, hash: second.hash })
})

test('a body carries only what is known, and a site event is answered by who typed it', async () => {
  const [event] = await link(
    { kind: 'declared', data: { moment: 'end', injected: 0, reason: undefined } },
    SETTING, DEVICE, START, AT,
  )
  const body = JSON.parse(event.body)
  assert.deepEqual(body.data, { moment: 'end', injected: 0 })
  assert.equal(body.performed_by, 'b')
  assert.equal(body.at, '2021-08-05T02:00:00.000Z')
  assert.deepEqual(Object.keys(body).includes('person'), false)
})

test('what is private stays out of the body and is bound to it by a salted hash', async () => {
  const [event] = await link(
    { kind: 'registered', person: 'p', private: { full_name: 'Nguyễn Thị Đào' } },
    SETTING, DEVICE, START, AT,
  )
  assert.ok(event.private)
  assert.equal(event.body.includes('Đào'), false)
  const salt = Buffer.from(event.private.salt, 'base64')
  assert.equal(salt.length, 16)
  const bound = createHash('sha256').update(salt).update(event.private.document).digest('hex')
  assert.equal(JSON.parse(event.body).private_hash, bound)
})

test('the manifest is signed as the server checks it: raw r and s over its lines', async () => {
  const hashes = [await sha256(toBytes('a')), await sha256(toBytes('b'))]
  const signed = manifest(DEVICE, hashes)
  assert.equal(Buffer.from(signed).toString(), `tiemchung-upload-v1\n${DEVICE}\n${hashes[0]}\n${hashes[1]}`)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = await webcrypto.subtle.importKey(
    'pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }),
    { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'],
  )
  const signature = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed)
  assert.equal(signature.byteLength, 64)
  const verify = createVerify('SHA256').update(signed)
  assert.ok(verify.verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature)))
})

test('identifiers are of version 7 and grow with time', () => {
  const ids = [1_600_000_000_000, 1_600_000_000_001, 1_700_000_000_000].map((t) => uuid7(t))
  assert.deepEqual([...ids].sort(), ids)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(uuid7(0x0123456789ab).slice(0, 13), '01234567-89ab')
})
