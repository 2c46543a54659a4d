/** The golden cases of the screening forms, as the interpreter in Python passes them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  addPeriod, concludeScreening, formFor, type FormRules, isAbnormal, isLooser, type Sex, type Vitals,
} from '../src/rules/screening.ts' // prettier-ignore

const golden = process.env['GOLDEN']
if (!golden) throw new Error('run by console/tests/run.mjs, which says where the golden cases are')
const read = (name: string) => JSON.parse(readFileSync(join(golden, 'eligibility', name), 'utf8'))

interface Case {
  name: string
  input: {
    form: string
    answers: Record<string, boolean>
    vitals: Vitals
    sex?: Sex
    product?: string
    usual_vitals?: Vitals
    dates?: Record<string, string>
  }
  expect: {
    outcome: string | null
    fired: string[]
    abnormal: string[]
    missing: string[]
    defer_until: string | null
  }
}

const rules = read('rules.json') as Record<string, { hash: string; document: FormRules }>
const cases = read('screening.json') as Case[]

test('there are golden cases', () => assert.ok(cases.length >= 30))

for (const { name, input, expect } of cases) {
  test(`golden: ${name}`, () => {
    const found = concludeScreening(rules[input.form]!.document, {
      answers: input.answers,
      vitals: input.vitals,
      sex: input.sex,
      product: input.product,
      usual: input.usual_vitals,
      dates: input.dates,
    })
    assert.deepEqual(
      {
        outcome: found.outcome,
        fired: found.fired,
        abnormal: found.abnormal,
        missing: found.missing,
        defer_until: found.deferUntil,
      },
      expect,
    )
  })
}

for (const { day, period, expect } of read('periods.json') as Record<string, string>[]) {
  test(`golden: ${day} + ${period}`, () => assert.equal(addPeriod(day!, period!), expect))
}

const form = rules[cases[0]!.input.form]!.document

test('limits themselves are normal', () => {
  const limit = form.vitals.find((v) => v.code === 'temperature')!
  assert.deepEqual(
    [35.4, 35.5, 37.5, 37.6].map((value) => isAbnormal(limit, value)),
    [true, false, false, true],
  )
})

test('a looser conclusion is one further down the strictness of the form', () => {
  assert.ok(isLooser(form, 'eligible', 'caution'))
  assert.ok(isLooser(form, 'caution', 'deferred'))
  assert.equal(isLooser(form, 'contraindicated', 'deferred'), false)
  assert.equal(isLooser(form, 'caution', 'caution'), false)
})

test('a child gets the form for children, an unknown age that of adults', () => {
  const forms = Object.values(rules).map((r) => r.document).filter((d) => 'strictness' in d)
  assert.equal(formFor(forms, 40)?.audience, 'adult')
  assert.equal(formFor(forms, null)?.audience, 'adult')
  const child = forms.find((f) => f.audience === 'child')
  if (child) assert.equal(formFor(forms, child.age_from)?.audience, 'child')
})
