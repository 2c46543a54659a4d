import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fact } from '../src/site/facts.ts'
import { foldJourneys } from '../src/site/journey.ts'
import { readCard } from '../src/scan/card.ts'
import { countPeople, invitationCode, matchesName } from '../src/site/people.ts'
import { free, nextQueueNumber, queueOf, spokenNumber } from '../src/site/queues.ts'
import { foldVials, unopened, vialOf } from '../src/site/vials.ts'

let made = 0
function fact(kind: string, person: string | null, data: Record<string, unknown> = {}, more: Partial<Fact> = {}): Fact {
  made += 1
  return {
    id: `e${String(made).padStart(4, '0')}`, kind, person, data, at: made * 1000, device: 'd', seq: made,
    performedBy: 'n', enteredBy: 'n', supersedes: null, outcome: 'recorded', flags: [], ...more,
  } // prettier-ignore
}

function phase(facts: Fact[], person = 'a'): string | undefined {
  return foldJourneys(facts).get(person)?.phase
}

const reading = { temperature: 36.6, pulse: 80, systolic: 120, diastolic: 80 }

test('a person walks through every station', () => {
  const facts = [fact('checked_in', 'a', { queue_number: 1001 })]
  const seen = [phase(facts)]
  for (const next of [
    fact('measured', 'a', { ...reading, systolic: 170, rest_and_repeat: true }),
    fact('measured', 'a', reading),
    fact('screened', 'a', { conclusion: 'eligible' }),
    fact('injected', 'a', { vial: 'v' }),
    fact('released', 'a', { finding: 'normal' }),
  ]) {
    facts.push(next)
    seen.push(phase(facts))
  }
  assert.deepEqual(seen, ['measure', 'resting', 'screening', 'injection', 'observation', 'released'])
  assert.equal(foldJourneys(facts).get('a')?.readings.length, 2)
})

test('the order of arrival changes nothing', () => {
  const facts = [
    fact('checked_in', 'a', { queue_number: 7 }), fact('measured', 'a', reading),
    fact('screened', 'a', { conclusion: 'eligible' }), fact('injected', 'a', {}),
  ] // prettier-ignore
  const rows = (list: Fact[]) => JSON.stringify([...foldJourneys(list)])
  const straight = rows(facts)
  for (let i = 0; i < facts.length; i++) {
    const turned = [...facts.slice(i), ...facts.slice(0, i)].reverse()
    assert.equal(rows(turned), straight)
  }
})

test('a dose taken back returns the person to the table, and a void may come first', () => {
  const dose = fact('injected', 'a', { vial: 'v' })
  const before = [fact('screened', 'a', { conclusion: 'caution' }, { at: 1 })]
  const taken = fact('voided', 'a', { reason: 'wrong_person' }, { supersedes: dose.id, at: 2 })
  assert.equal(phase([taken, dose, ...before]), 'injection')
  assert.equal(foldVials([taken, dose, ...before]).opened.length, 0)
})

test('injected wins over a later ending, else the last ending counts', () => {
  const a = [fact('injected', 'a', {}), fact('left', 'a', {})]
  assert.equal(phase(a), 'observation')
  const b = [fact('checked_in', 'b'), fact('left', 'b'), fact('declined', 'b')]
  assert.equal(phase(b, 'b'), 'declined')
  const c = [fact('checked_in', 'c'), fact('left', 'c'), fact('checked_in', 'c')]
  assert.equal(phase(c, 'c'), 'measure')
  const count = countPeople(['a', 'b', 'c', 'x'], foldJourneys([...a, ...b, ...c]))
  assert.equal(count.called, 4)
  assert.equal(count.injected, 1)
  assert.equal(count.declined, 1)
  assert.equal(count.inside, 1)
  assert.equal(count.absent, 1)
})

test('doses of a vial: yield = injected + discarded + what remains', () => {
  const open = fact('vial_opened', null, { table: 't', vial: 'v', product: 1, lot: 31, doses: 10 })
  const doses = Array.from({ length: 9 }, (_, i) => fact('injected', `p${i}`, { vial: 'v' }))
  const wrong = fact('voided', 'p0', {}, { supersedes: doses[0]!.id })
  const rest = fact('vial_discarded', null, { table: 't', vial: 'v', product: 1, lot: 31, doses: 1 })
  const vial = vialOf(foldVials([open, ...doses, wrong, rest]), 't')
  assert.deepEqual([vial?.yield, vial?.injected, vial?.discarded, vial?.remaining], [10, 8, 1, 1])
})

test('a corrected yield replaces the opening and keeps the vial', () => {
  const open = fact('vial_opened', null, { table: 't', vial: 'v', product: 1, lot: 31, doses: 10 })
  const back = fact('site_voided', null, {}, { supersedes: open.id })
  const again = fact('vial_opened', null, { table: 't', vial: 'v', product: 1, lot: 31, doses: 11 })
  const book = foldVials([open, back, again, fact('injected', 'a', { vial: 'v' })])
  assert.equal(book.opened.length, 1)
  assert.equal(vialOf(book, 't')?.remaining, 10)
  assert.equal(unopened(book, [{ id: 31, vials: 4 }]).get(31), 3)
})

test('a queue takes who waits longest, those who rest last, and nobody held by another desk', () => {
  const facts = [
    fact('checked_in', 'late', { queue_number: 1002 }, { at: 200 }),
    fact('checked_in', 'early', { queue_number: 1001 }, { at: 100 }),
    fact('checked_in', 'rests', { queue_number: 1003 }, { at: 10 }),
    fact('measured', 'rests', { ...reading, rest_and_repeat: true }, { at: 50 }),
  ]
  const queue = queueOf('measure', foldJourneys(facts).values())
  assert.deepEqual(queue.map((j) => j.person), ['early', 'late', 'rests'])
  const hold = { person: 'early', station: 'measure', device: 'other', until: '2021-08-05T00:00:10Z' }
  const at = Date.parse('2021-08-05T00:00:00Z')
  assert.equal(free(queue, [hold], 'measure', 'mine', at)[0]?.person, 'late')
  assert.equal(free(queue, [hold], 'measure', 'other', at)[0]?.person, 'early')
  assert.equal(free(queue, [hold], 'measure', 'mine', at + 60_000)[0]?.person, 'early')
})

test('two desks never give the same number', () => {
  const first = foldJourneys([fact('checked_in', 'a', { queue_number: 1001 })])
  assert.equal(nextQueueNumber(first.values(), 1), 1002)
  assert.equal(nextQueueNumber(first.values(), 2), 2001)
  assert.deepEqual([1001, 2012, 27_003, 5, null].map(spokenNumber), ['A1', 'B12', 'AA3', '5', '–'])
})

test('names are found without marks and in any order', () => {
  assert.ok(matchesName('Nguyễn Thị Đào', 'dao nguyen'))
  assert.ok(matchesName('NGUYỄN THỊ ĐÀO'.normalize('NFD'), 'thi d'))
  assert.equal(matchesName('Nguyễn Thị Đào', 'dao tran'), false)
  assert.equal(matchesName('Nguyễn Thị Đào', '  '), false)
})

test('a scanner may read the code alone or a link that ends in it', () => {
  assert.equal(invitationCode('k7m2q9xa'), 'K7M2Q9XA')
  assert.equal(invitationCode('https://example.vn/m#K7M2-Q9XA'), 'K7M2Q9XA')
  assert.equal(invitationCode('079185001234'), null)
})

test('an identity card fills the form and gives only its number away', () => {
  const card = readCard('079185001234|024567890|NGUYỄN THỊ ĐÀO|05081985|Nữ|12/3 Nguyễn Trãi, Quận 1|10052021')
  assert.deepEqual(card, {
    number: '079185001234', name: 'NGUYỄN THỊ ĐÀO', day: '05', month: '08', year: '1985', sex: 'female',
  }) // prettier-ignore
  assert.equal(readCard('K7M2Q9XA'), null)
  assert.equal(readCard('079185001234|x'), null)
})
