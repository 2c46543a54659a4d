/** A person whom the registry does not know yet: registered here, on the spot, and then greeted. */
import { useState } from 'preact/hooks'
import { uuid7 } from '../ledger/bytes.ts'
import { dayOf, now } from '../clock.ts'
import type { Person } from '../site/pack.ts'
import type { Sex } from '../rules/screening.ts'
import type { CardRead } from '../scan/card.ts'
import { act, addPeople, pack } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choices, Field, Select, Tick } from '../ui/fields.tsx'
import { take } from '../ui/queue.tsx'

interface Typed {
  name: string
  day: string
  month: string
  year: string
  sex: string | null
  number: string
  noDocument: string
  phone: string
  isLocal: boolean
}

const EMPTY: Typed = {
  name: '', day: '', month: '', year: '', sex: null, number: '', noDocument: '', phone: '', isLocal: true,
}
const NO_DOCUMENT = ['lost', 'not_issued', 'child', 'left_at_home'] as const

type Faults = Partial<Record<'name' | 'birth' | 'sex' | 'number' | 'phone', string>>

/** CMND of 9 digits, personal number (CCCD) of 12, passport: told apart by their form. */
export function documentKind(number: string): 'personal_number' | 'cmnd' | 'passport' | null {
  if (/^\d{12}$/.test(number)) return 'personal_number'
  if (/^\d{9}$/.test(number)) return 'cmnd'
  return /^[A-Z][A-Z0-9]{6,11}$/.test(number) ? 'passport' : null
}

/** The birth as far as it is known: year alone, month and year, or the whole day. */
export function birth(typed: Pick<Typed, 'day' | 'month' | 'year'>, today: string): [string, Person['birth_precision']] | null {
  const [day, month, year] = [typed.day, typed.month, typed.year].map((x) => x.trim())
  if (!/^\d{4}$/.test(year ?? '') || (day && !month)) return null
  const iso = `${year}-${(month || '1').padStart(2, '0')}-${(day || '1').padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return null
  if (iso > today || Number(year) < Number(today.slice(0, 4)) - 125) return null
  return [iso, day ? 'day' : month ? 'month' : 'year']
}

export function ageOn(born: string, precision: Person['birth_precision'], today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4))
  if (precision === 'year') return years
  return today.slice(5) < born.slice(5) ? years - 1 : years
}

function check(typed: Typed, number: string): Faults {
  const faults: Faults = {}
  if (typed.name.trim().length < 2) faults.name = t('name_missing')
  if (!birth(typed, dayOf(now()))) faults.birth = t('birth_wrong')
  if (!typed.sex) faults.sex = t('sex_missing')
  if (number ? !documentKind(number) : !typed.noDocument) faults.number = t(number ? 'number_wrong' : 'number_missing')
  if (typed.phone && !/^(\+84|0)\d{9}$/.test(typed.phone.replace(/[\s.]/g, ''))) faults.phone = t('phone_wrong')
  return faults
}

interface NewPersonProps {
  /** What the identity card said, when one was scanned. */
  card: CardRead | null
  onClose: () => void
}

export function NewPersonDialog({ card, onClose }: NewPersonProps) {
  const [typed, setTyped] = useState<Typed>({ ...EMPTY, ...card })
  const [faults, setFaults] = useState<Faults>({})
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change })

  const save = async () => {
    const number = typed.number.toUpperCase().replace(/[\s.-]/g, '')
    const found = check(typed, number)
    setFaults(found)
    if (Object.keys(found).length > 0) return
    const person = await register(typed, number)
    addPeople([person])
    onClose()
    await take('reception', person.id)
  }

  return (
    <Dialog title={t('new_person')} onClose={onClose} wide>
      <Field label={t('full_name')} value={typed.name} onInput={(name) => set({ name })} error={faults.name} first />
      <fieldset class={`nhsuk-fieldset st-birth${faults.birth ? ' nhsuk-form-group--error' : ''}`}>
        <legend class="nhsuk-fieldset__legend">{t('birth_date')}</legend>
        <div class="nhsuk-hint">{t('birth_hint')}</div>
        {faults.birth && <span class="nhsuk-error-message">{faults.birth}</span>}
        <div class="st-birth__parts">
          <Field label={t('day')} mode="numeric" width={2} value={typed.day} onInput={(day) => set({ day })} />
          <Field label={t('month')} mode="numeric" width={2} value={typed.month} onInput={(month) => set({ month })} />
          <Field label={t('year')} mode="numeric" width={4} value={typed.year} onInput={(year) => set({ year })} />
        </div>
      </fieldset>
      <Choices
        legend={t('sex')}
        name="sex"
        inline
        value={typed.sex}
        onChange={(sex) => set({ sex })}
        error={faults.sex}
        choices={(['female', 'male', 'other'] as const).map((s) => ({ value: s, label: t(`sex_${s}`) }))}
      />
      <Field
        label={t('identity_number')}
        hint={t('identity_hint')}
        value={typed.number}
        onInput={(number) => set({ number })}
        error={faults.number}
      />
      {typed.number.trim() === '' && (
        <Select
          label={t('no_document')}
          empty={t('choose')}
          value={typed.noDocument}
          onChange={(noDocument) => set({ noDocument })}
          choices={NO_DOCUMENT.map((r) => ({ value: r, label: t(`no_document_${r}`) }))}
        />
      )}
      <Field label={t('phone')} mode="tel" value={typed.phone} onInput={(phone) => set({ phone })} error={faults.phone} />
      {pack.value?.session.site.ward_name && (
        <Tick
          label={t('lives_here', { ward: pack.value.session.site.ward_name })}
          checked={typed.isLocal}
          onChange={(isLocal) => set({ isLocal })}
        />
      )}
      <Action big k="ctrl+enter" onAct={save}>{t('register')}</Action>
    </Dialog>
  )
}

async function register(typed: Typed, number: string): Promise<Person> {
  const id = uuid7()
  const [born, precision] = birth(typed, dayOf(now()))!
  const home = typed.isLocal ? (pack.value?.session.site.ward ?? null) : null
  const sex = typed.sex as Sex
  const name = typed.name.trim().replace(/\s+/g, ' ').normalize('NFC')
  const phone = typed.phone.replace(/[\s.]/g, '').replace(/^\+84/, '0')
  await act({
    kind: 'registered',
    person: id,
    data: {
      home,
      sex,
      source: 'site',
      identity_status: number ? 'document_seen' : 'unverified',
      no_document_reason: number ? undefined : typed.noDocument,
    },
    private: {
      full_name: name,
      birth_date: born,
      birth_precision: precision,
      documents: number ? [{ id: uuid7(), kind: documentKind(number), number }] : [],
      phones: phone ? [phone] : [],
    },
  })
  return {
    id, name, birth_date: born, birth_precision: precision, sex, home,
    age: ageOn(born, precision, dayOf(now())),
    documents: number ? [`•••${number.slice(-4)}`] : [],
    identity_status: number ? 'document_seen' : 'unverified', guardian: null, ward: null,
    priority_group: null, appointment: null, code: null, slot_at: null, dose_number: 1,
    previous: [], verdict: null,
  } // prettier-ignore
}
