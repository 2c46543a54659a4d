/**
 * The keyboard: every act has a key, shown on its button. A bar-code reader that types is told from
 * a person by its speed and the Enter at its end.
 *
 * Letters work outside of fields (Esc leaves a field); Ctrl+Enter and function keys everywhere.
 */
import { createContext } from 'preact'
import { useContext, useLayoutEffect, useRef } from 'preact/hooks'

interface Shortcut {
  key: string
  layer: number
  /** What to run now: a screen is drawn anew between two keys, and its acts with it. */
  latest: { current: () => void }
}

/** A reader sends its characters faster than this; no person does. */
const READER_MILLISECONDS = 60
const READER_LENGTH = 6

const shortcuts = new Set<Shortcut>()
let layers = [0]
let typed = ''
let typedAt = 0
let pending: ReturnType<typeof setTimeout> | undefined
let onRead: ((text: string) => void) | null = null

/** The layer of the nearest dialog; the page itself is layer 0. Only the top layer hears keys. */
export const Layer = createContext(0)

let made = 0

export function openLayer(): number {
  made += 1
  layers = [...layers, made]
  return made
}

export function closeLayer(layer: number): void {
  layers = layers.filter((other) => other !== layer)
}

/** Runs `run` on a key while the part that asks for it is on screen. */
export function useShortcut(key: string | undefined, run: () => void, enabled: boolean): void {
  const layer = useContext(Layer)
  const latest = useRef(run)
  latest.current = run
  // Before the next key, not after the next picture: who types fast must not be heard late.
  useLayoutEffect(() => {
    if (!key || !enabled) return
    const shortcut = { key, layer, latest }
    shortcuts.add(shortcut)
    return () => void shortcuts.delete(shortcut)
  }, [key, enabled, layer])
}

/** Hands what a typing bar-code reader reads to the screen at hand. */
export function useReader(read: ((text: string) => void) | null): void {
  useLayoutEffect(() => {
    onRead = read
    return () => {
      if (onRead === read) onRead = null
    }
  })
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit'].includes(target.type)
      ? true
      : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `ctrl+${key.toLowerCase()}` : key
}

function press(key: string): boolean {
  const top = layers.at(-1) ?? 0
  const found = [...shortcuts].reverse().find((s) => s.key === key && s.layer === top)
  found?.latest.current()
  return found !== undefined
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey) return
  const key = nameOf(event)
  const always = key.startsWith('ctrl+') || /^F\d+$/.test(key)
  if (always) {
    if (press(key)) event.preventDefault()
    return
  }
  if (isField(event.target)) {
    if (key === 'Escape' && layers.length === 1) (event.target as HTMLElement).blur()
    return
  }
  readOrPress(event, key)
}

/** Waits for the next character before a letter counts as a key: it may be the first of a code. */
function readOrPress(event: KeyboardEvent, key: string): void {
  const at = event.timeStamp
  if (at - typedAt > READER_MILLISECONDS) typed = ''
  if (event.key.length === 1) {
    typed += event.key
    typedAt = at
    clearTimeout(pending)
    pending = typed.length === 1 ? setTimeout(() => flush(key), READER_MILLISECONDS) : undefined
    if (event.key === '/' || event.key === "'") event.preventDefault()
  } else if (key === 'Enter' && typed.length >= READER_LENGTH && onRead) {
    event.preventDefault()
    const text = typed
    typed = ''
    onRead(text)
  } else if (key.startsWith('Arrow')) {
    if (press(key)) event.preventDefault()
  }
}

function flush(key: string): void {
  if (typed.length === 1) press(key)
  typed = ''
}

export function startKeyboard(): void {
  addEventListener('keydown', onKeyDown)
}

/** How a key is written on its button. */
export function keyLabel(key: string): string {
  if (key === 'ctrl+enter') return 'Ctrl ↵'
  return key.length === 1 ? key.toUpperCase() : key
}
