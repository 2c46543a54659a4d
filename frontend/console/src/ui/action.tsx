/** A button that does one thing and shows its key. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { keyLabel, useShortcut } from '../keys.ts'
import { report } from './report.tsx'

interface ActionProps {
  children: ComponentChildren
  onAct: () => void | Promise<void>
  /** The key that does the same; shown on the button. */
  k?: string
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  big?: boolean
  disabled?: boolean
  label?: string
}

const CLASSES = {
  primary: 'nhsuk-button',
  secondary: 'nhsuk-button nhsuk-button--secondary',
  danger: 'nhsuk-button nhsuk-button--warning',
  quiet: 'st-quiet',
}

export function Action({ children, onAct, k, kind = 'primary', big, disabled, label }: ActionProps) {
  const [busy, setBusy] = useState(false)
  const run = () => {
    if (busy || disabled) return
    const doing = onAct()
    if (!doing) return
    setBusy(true)
    void doing.catch(report).finally(() => setBusy(false))
  }
  useShortcut(k, run, !disabled && !busy)
  return (
    <button
      type="button"
      class={`${CLASSES[kind]} st-action${big ? ' st-action--big' : ''}`}
      onClick={run}
      disabled={disabled || busy}
      aria-label={label}
      aria-keyshortcuts={k?.replace('ctrl+enter', 'Control+Enter')}
    >
      <span>{children}</span>
      {k && <kbd class="st-key" aria-hidden="true">{keyLabel(k)}</kbd>}
    </button>
  )
}
