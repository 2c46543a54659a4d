/** A question over the page: focus stays inside, Esc closes, keys of the page rest meanwhile. */
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { closeLayer, Layer, openLayer } from '../keys.ts'
import { t } from '../words/index.ts'

interface DialogProps {
  title: string
  children: ComponentChildren
  onClose?: (() => void) | undefined
  wide?: boolean
}

export function Dialog({ title, children, onClose, wide }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null)
  // From the first drawing on: a key that follows at once belongs to the dialog.
  const [layer] = useState(openLayer)
  const id = useId()
  useLayoutEffect(() => {
    const before = document.activeElement
    box.current?.showModal()
    box.current?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      closeLayer(layer)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      class={`st-dialog${wide ? ' st-dialog--wide' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
    >
      <Layer.Provider value={layer}>
        <div class="st-dialog__head">
          <h2 id={id} class="nhsuk-heading-m">{title}</h2>
          {onClose && (
            <button type="button" class="st-quiet" onClick={onClose}>
              {t('close_dialog')} <kbd class="st-key" aria-hidden="true">Esc</kbd>
            </button>
          )}
        </div>
        {children}
      </Layer.Provider>
    </dialog>
  )
}
