import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry, Outcome } from '../src/store/database.ts'
import { answered, isRefused } from '../src/store/queue.ts'

const waiting: Entry = {
  seq: 1, id: 'e1', session: 's', body: '{}', hash: 'h', private: { nonce: 'n', sealed: 'x' }, arrived: 0,
  outcome: null, flags: [], reason: null, keptAt: 0,
} // prettier-ignore

function after(outcome: Outcome): Entry {
  return answered(waiting, { id: 'e1', outcome })
}

test('what was taken leaves nothing private on the device', () => {
  for (const outcome of ['recorded', 'flagged', 'duplicate'] as const) {
    assert.deepEqual([after(outcome).arrived, after(outcome).private], [1, null])
    assert.equal(isRefused(after(outcome)), false)
  }
})

test('what was not taken keeps its private document, which nobody else has', () => {
  for (const outcome of ['quarantined', 'conflict'] as const) {
    assert.deepEqual([after(outcome).arrived, after(outcome).private], [1, waiting.private])
    assert.equal(isRefused(after(outcome)), true)
  }
})
