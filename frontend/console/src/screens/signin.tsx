/** Badge and PIN: the person at this device changes in three seconds, and nothing is lost. */
import { useEffect, useState } from 'preact/hooks'
import { Refusal } from '../api.ts'
import { device, openSession, pack, takeActor } from '../state.ts'
import { prepareSwitch, signIn } from '../store/person.ts'
import { t } from '../words/index.ts'
import { Action } from '../ui/action.tsx'
import { Field } from '../ui/fields.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Card, Notice } from '../ui/parts.tsx'
import { report } from '../ui/report.tsx'
import { CameraDialog } from '../scan/camera.tsx'

export function SignIn({ bare, onDone }: { bare?: boolean; onDone?: () => void }) {
  const [badge, setBadge] = useState('')
  const [pin, setPin] = useState('')
  const [fault, setFault] = useState('')
  const [camera, setCamera] = useState(false)
  useFirstFocus()
  useEffect(() => void prepareSwitch().catch(() => undefined), [])

  const save = async () => {
    if (!device.value || !badge || !pin) return
    setFault('')
    const session = pack.value?.session.id ?? null
    try {
      takeActor(await signIn(device.value, badge.trim(), pin, session))
      onDone?.()
      // The list of people is opened, and logged, by whoever sees it.
      if (session) openSession(session).catch(report)
    } catch (error) {
      setPin('')
      setFault(error instanceof Refusal && error.isOffline ? t('sign_in_offline') : (error as Error).message)
    }
  }
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (badge && pin) void save()
        else event.currentTarget.querySelector<HTMLElement>(badge ? '[name=pin]' : '[name=badge]')?.focus()
      }}
    >
      {fault && <Notice tone="bad" title={fault} alert />}
      <Field name="badge" label={t('badge')} hint={t('badge_hint')} secret value={badge} onInput={setBadge} first autocomplete="off" />
      <Action kind="quiet" onAct={() => setCamera(true)}>{t('camera')}</Action>
      <Field name="pin" label={t('pin')} secret mode="numeric" width={10} value={pin} onInput={setPin} autocomplete="off" />
      <button class="nhsuk-button st-action st-action--big" type="submit">
        <span>{t('sign_in')}</span> <kbd class="st-key" aria-hidden="true">↵</kbd>
      </button>
      {camera && (
        <CameraDialog
          onClose={() => setCamera(false)}
          onRead={(read) => {
            setBadge(read)
            setCamera(false)
          }}
        />
      )}
    </form>
  )
  if (bare) return form
  return (
    <>
      <h1 class="nhsuk-heading-l">{t('sign_in_title')}</h1>
      <p>{t('sign_in_text', { name: device.value?.name ?? '' })}</p>
      <Card>{form}</Card>
    </>
  )
}
