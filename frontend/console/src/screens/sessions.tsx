/** The sessions of today at this device's facility. */
import { useEffect, useState } from 'preact/hooks'
import { call, Refusal } from '../api.ts'
import { showDay, showTime } from '../clock.ts'
import type { SessionLine } from '../site/pack.ts'
import { openSession } from '../state.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Empty, Notice } from '../ui/parts.tsx'

export function ChooseSession() {
  const [lines, setLines] = useState<SessionLine[] | null>(null)
  const [fault, setFault] = useState('')
  const read = async () => {
    setFault('')
    try {
      setLines(await call<SessionLine[]>('ban/sessions'))
    } catch (error) {
      setFault(error instanceof Refusal && error.isOffline ? t('sessions_offline') : (error as Error).message)
    }
  }
  useEffect(() => void read(), [])
  const open = async (id: string) => {
    try {
      await openSession(id)
    } catch (error) {
      setFault((error as Error).message || t('sessions_offline'))
    }
  }
  return (
    <>
      <h1 class="nhsuk-heading-l">{t('sessions_title')}</h1>
      {fault && (
        <Notice tone="bad" title={fault} alert>
          <Action kind="secondary" onAct={read}>{t('try_again')}</Action>
        </Notice>
      )}
      {lines?.length === 0 && <Empty title={t('no_sessions')}><p>{t('no_sessions_text')}</p></Empty>}
      <ul class="tc-actions">
        {lines?.map((line, i) => (
          <li class="tc-actions__item" key={line.id}>
            <SessionButton line={line} k={i === 0 ? 't' : undefined} onOpen={() => open(line.id)} />
          </li>
        ))}
      </ul>
    </>
  )
}

function SessionButton({ line, k, onOpen }: { line: SessionLine; k: string | undefined; onOpen: () => Promise<void> }) {
  return (
    <div class="tc-card st-session">
      <p class="tc-quiet">
        {t(`half_${line.half_day}`)} {showDay(line.day)} · {showTime(line.starts_at)}–{showTime(line.ends_at)}
      </p>
      <p class="st-session__site">{line.site}</p>
      <p>
        {line.product} · {t('called_n', { n: line.called })}
      </p>
      <Action big onAct={onOpen} {...(k ? { k } : {})}>{t('open_session')}</Action>
    </div>
  )
}
