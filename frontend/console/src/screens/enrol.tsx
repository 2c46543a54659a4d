/** The first screen of a new device: a code of the head of the facility lets it in. */
import { useState } from 'preact/hooks'
import { Refusal } from '../api.ts'
import { device } from '../state.ts'
import { enrol } from '../store/device.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Field } from '../ui/fields.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Card, Notice } from '../ui/parts.tsx'

export function Enrol() {
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [fault, setFault] = useState('')
  useFirstFocus()
  const save = async () => {
    setFault('')
    try {
      device.value = await enrol(code, name)
    } catch (error) {
      setFault(error instanceof Refusal && error.isOffline ? t('enrol_offline') : (error as Error).message)
    }
  }
  return (
    <main class="st-main st-main--narrow" id="maincontent">
      <h1 class="nhsuk-heading-l">{t('enrol_title')}</h1>
      <p>{t('enrol_text')}</p>
      {!window.isSecureContext && <Notice tone="bad" title={t('not_secure')} />}
      {fault && <Notice tone="bad" title={fault} alert />}
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Field label={t('enrol_code')} hint={t('enrol_code_hint')} value={code} onInput={setCode} first />
          <Field label={t('device_name')} hint={t('device_name_hint')} value={name} onInput={setName} />
          <Action big k="ctrl+enter" disabled={code.trim() === '' || name.trim() === ''} onAct={save}>
            {t('enrol')}
          </Action>
        </form>
      </Card>
    </main>
  )
}
