/** Where the keyboard starts on a screen: its first field, once it is there. */
import { useLayoutEffect } from 'preact/hooks'

export function useFirstFocus(ready: unknown = true): void {
  useLayoutEffect(() => {
    if (!ready) return
    const open = document.querySelector('dialog[open]')
    if (!open) document.querySelector<HTMLElement>('main [data-first]')?.focus()
  }, [Boolean(ready)])
}
