/** Fields of forms: label above, hint, fault below; choices as large buttons. */
import { useId, useState } from 'preact/hooks'
import { t } from '../words/index.ts'

interface FieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  hint?: string | undefined
  error?: string | undefined
  unit?: string | undefined
  width?: number
  mode?: 'text' | 'numeric' | 'decimal' | 'tel'
  secret?: boolean
  first?: boolean
  autocomplete?: string
  name?: string
  abnormal?: boolean
}

export function Field(props: FieldProps) {
  const id = useId()
  const { label, value, onInput, hint, error, unit, width, mode = 'text', secret } = props
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class={`nhsuk-form-group st-field${error ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label" for={id}>{label}</label>
      {hint && <div class="nhsuk-hint" id={`${id}-hint`}>{hint}</div>}
      {error && (
        <span class="nhsuk-error-message" id={`${id}-error`}>{error}</span>
      )}
      <div class="st-field__line">
        <input
          id={id}
          class={`nhsuk-input${width ? ` nhsuk-input--width-${width}` : ''}${error ? ' nhsuk-input--error' : ''}${props.abnormal ? ' st-abnormal' : ''}`}
          {...(secret ? { type: 'password' as const } : {})}
          inputMode={mode}
          name={props.name}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          aria-describedby={described || undefined}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize="off"
          spellcheck={false}
          data-first={props.first ? '' : undefined}
        />
        {unit && <span class="st-field__unit">{unit}</span>}
        {props.abnormal && <strong class="tc-tag tc-tag--bad">{t('out_of_limits')}</strong>}
      </div>
    </div>
  )
}

interface DateFieldProps {
  label: string
  /** YYYY-MM-DD, or empty. */
  value: string
  onInput: (value: string) => void
  error?: string | undefined
}

/** A day as people here write it, 5/8/2021; the browser's own field would follow its language. */
export function DateField({ label, value, onInput, error }: DateFieldProps) {
  const [typed, setTyped] = useState(value ? value.split('-').reverse().join('/') : '')
  const wrong = typed.trim() !== '' && isoDay(typed) === null
  return (
    <Field
      label={label}
      hint={t('date_hint')}
      mode="numeric"
      width={10}
      value={typed}
      error={wrong && typed.length >= 8 ? t('date_wrong') : error}
      onInput={(text) => {
        setTyped(text)
        onInput(isoDay(text) ?? '')
      }}
    />
  )
}

/** YYYY-MM-DD of 5/8/2021, 05-08-2021 or 5.8.2021; null when there is no such day. */
export function isoDay(text: string): string | null {
  const match = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text.trim())
  if (!match) return null
  const iso = `${match[3]}-${match[2]!.padStart(2, '0')}-${match[1]!.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

export interface Choice {
  value: string
  label: string
  hint?: string | undefined
  tone?: 'good' | 'warn' | 'bad' | undefined
}

interface ChoicesProps {
  legend: string
  name: string
  choices: readonly Choice[]
  value: string | null
  onChange: (value: string) => void
  error?: string | undefined
  inline?: boolean
  first?: boolean
}

/** One of several, as large radio buttons; arrows move between them. */
export function Choices(props: ChoicesProps) {
  const { legend, name, choices, value, onChange, error, inline, first } = props
  const id = useId()
  return (
    <div class={`nhsuk-form-group st-field${error ? ' nhsuk-form-group--error' : ''}`}>
      <fieldset class="nhsuk-fieldset" aria-describedby={error ? `${id}-error` : undefined}>
        <legend class="nhsuk-fieldset__legend">{legend}</legend>
        {error && <span class="nhsuk-error-message" id={`${id}-error`}>{error}</span>}
        <div class={`st-choices${inline ? ' st-choices--inline' : ''}`}>
          {choices.map((choice, i) => (
            <label class={`st-choice${choice.tone ? ` st-choice--${choice.tone}` : ''}`} key={choice.value}>
              <input
                type="radio"
                name={`${name}-${id}`}
                value={choice.value}
                checked={value === choice.value}
                onChange={() => onChange(choice.value)}
                data-first={first && i === 0 ? '' : undefined}
              />
              <span class="st-choice__text">
                {choice.label}
                {choice.hint && <span class="st-choice__hint">{choice.hint}</span>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  )
}

interface SelectProps {
  label: string
  choices: readonly Choice[]
  value: string
  onChange: (value: string) => void
  hint?: string | undefined
  error?: string | undefined
  empty?: string
  first?: boolean
}

export function Select({ label, choices, value, onChange, hint, error, empty, first }: SelectProps) {
  const id = useId()
  return (
    <div class={`nhsuk-form-group st-field${error ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label" for={id}>{label}</label>
      {hint && <div class="nhsuk-hint" id={`${id}-hint`}>{hint}</div>}
      {error && <span class="nhsuk-error-message" id={`${id}-error`}>{error}</span>}
      <select
        id={id}
        class="nhsuk-select"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
        data-first={first ? '' : undefined}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>{choice.label}</option>
        ))}
      </select>
    </div>
  )
}

interface TickProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  error?: string | undefined
}

export function Tick({ label, checked, onChange, error }: TickProps) {
  const id = useId()
  return (
    <div class={`nhsuk-form-group st-field${error ? ' nhsuk-form-group--error' : ''}`}>
      {error && <span class="nhsuk-error-message" id={`${id}-error`}>{error}</span>}
      <label class="st-choice st-choice--tick">
        <input
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        <span class="st-choice__text">{label}</span>
      </label>
    </div>
  )
}

/** A number as people write it here: a comma for the fraction. Undefined when it is none. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}
