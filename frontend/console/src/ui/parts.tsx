/** Small parts that several stations show. */
import type { ComponentChildren } from 'preact'
import { showDay } from '../clock.ts'
import type { Person, Staff } from '../site/pack.ts'
import { actor, choices, choose, pack } from '../state.ts'
import { coded, said, t } from '../words/index.ts'
import { Select } from './fields.tsx'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'mute'

export function Tag({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <strong class={`tc-tag tc-tag--${tone}`}>{children}</strong>
}

interface NoticeProps {
  tone: Exclude<Tone, 'mute'>
  title: string
  children?: ComponentChildren
  alert?: boolean
}

export function Notice({ tone, title, children, alert }: NoticeProps) {
  return (
    <div class={`tc-notice tc-notice--${tone}`} role={alert ? 'alert' : undefined}>
      <div class="tc-notice__body">
        <p class="tc-notice__title">{title}</p>
        {children}
      </div>
    </div>
  )
}

export function Card({ title, aside, children, quiet }: {
  title?: ComponentChildren
  aside?: ComponentChildren
  children: ComponentChildren
  /** Stands beside the work rather than in it. */
  quiet?: boolean
}) {
  return (
    <section class={`tc-card${quiet ? ' st-quiet-card' : ''}`}>
      {(title || aside) && (
        <div class="tc-card__head">
          {title && <h2 class="tc-card__title">{title}</h2>}
          {aside && <div class="tc-card__aside">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="tc-empty">
      <p class="tc-empty__title">{title}</p>
      {children && <div class="tc-empty__text">{children}</div>}
    </div>
  )
}

/** `12/03/1985`, `03/1985` or `1985`: never a day that nobody knows. */
export function birthOf(person: Person): string {
  if (!person.birth_date || person.birth_precision === 'unknown') return t('birth_unknown')
  const parts = showDay(person.birth_date).split('/')
  if (person.birth_precision === 'year') return parts[2] ?? ''
  return (person.birth_precision === 'month' ? parts.slice(1) : parts).join('/')
}

export function productName(code: string): string {
  return pack.value?.products.find((p) => p.code === code)?.short_name ?? code
}

/** Who stands here: what one compares with the card in their hand. */
export function PersonHead({ person, queueNumber }: { person: Person; queueNumber?: string }) {
  return (
    <div class="st-person">
      {queueNumber && (
        <p class="st-person__number">
          <span class="nhsuk-u-visually-hidden">{t('queue_number')} </span>
          {queueNumber}
        </p>
      )}
      <div class="st-person__who">
        <h2 class="st-person__name">{person.name}</h2>
        <p class="st-person__line">
          <span>{birthOf(person)}</span>
          {person.age !== null && <span>{t('age_years', { age: person.age })}</span>}
          <span>{coded('sex', person.sex)}</span>
          {person.documents.map((d) => <span key={d}>{d}</span>)}
        </p>
        {person.guardian && <p class="st-person__line">{t('guardian', { name: person.guardian })}</p>}
        <p class="st-person__line">
          <Tag tone="info">{t('dose_expected', { n: person.verdict?.number ?? person.dose_number ?? 1 })}</Tag>
          {person.previous.map((dose, i) => (
            <Tag tone="mute" key={`${dose.on}-${i}`}>
              {t('dose_before', { n: dose.number ?? i + 1, product: productName(dose.product), day: showDay(dose.on) })}
            </Tag>
          ))}
        </p>
      </div>
    </div>
  )
}

/** What the rules of the day say against the next dose of this person. */
export function Problems({ person }: { person: Person }) {
  const problems = person.verdict?.problems ?? []
  if (problems.length === 0) return null
  const blocks = problems.some((p) => p.blocks)
  return (
    <Notice tone={blocks ? 'bad' : 'warn'} title={t(blocks ? 'rules_stop' : 'rules_warn')}>
      <ul class="st-list">
        {problems.map((problem) => (
          <li key={problem.code}>
            {coded('problem', problem.code)}
            {problem.earliest && ` · ${t('earliest', { day: showDay(problem.earliest) })}`}
            {problem.rule && (
              <span class="tc-quiet"> · {problem.rule.number ?? said(problem.rule.title)}</span>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/**
 * Who answers for it: the one at the device when their role allows, else a clinician whom they
 * name. People who only enter for others never stand for a clinical act themselves.
 */
export function usePerformer(roles: readonly string[]): [string | null, ComponentChildren] {
  const able = (pack.value?.staff ?? []).filter((s) => s.roles.some((r) => roles.includes(r)))
  const own = actor.value && able.find((s) => s.id === actor.value?.id)
  const key = `performer-${roles[0]}`
  const chosen = able.find((s) => s.id === choices.value[key])
  if (own) return [own.id, null]
  return [
    chosen?.id ?? null,
    <Select
      label={t('performed_by')}
      hint={t('performed_by_hint')}
      empty={t('choose')}
      value={chosen?.id ?? ''}
      choices={able.map((s) => ({ value: s.id, label: staffName(s) }))}
      onChange={(value) => void choose(key, value)}
    />,
  ]
}

export function staffName(staff: Staff): string {
  return staff.profession ? `${staff.name} · ${staff.profession}` : staff.name
}

/** Items of a list of the country pack as choices. */
export function listOf(name: string, group?: string): { value: string; label: string }[] {
  return (pack.value?.lists[name] ?? [])
    .filter((item) => !group || item.group === group)
    .map((item) => ({ value: item.code, label: said(item.name) }))
}

export function listWord(name: string, code: string): string {
  const item = pack.value?.lists[name]?.find((i) => i.code === code)
  return item ? said(item.name) : coded('reason', code)
}
