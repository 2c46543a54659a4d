/** Words of the screens: Vietnamese first, English by choice; never by address or browser. */
import { signal } from '@preact/signals'
import { en } from './en.ts'
import { vi } from './vi.ts'

export type Word = keyof typeof vi
export type Language = 'vi' | 'en'

const KEY = 'tiemchung-language'

export const language = signal<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'vi')

export function speak(chosen: Language): void {
  language.value = chosen
  localStorage.setItem(KEY, chosen)
  document.documentElement.lang = chosen
}

/** The sentence of a key, its `{name}` places filled. */
export function t(key: Word, values: Record<string, string | number> = {}): string {
  const sentence = (language.value === 'en' ? en : vi)[key]
  return sentence.replace(/\{(\w+)\}/g, (_match, name: string) => String(values[name] ?? ''))
}

/** True for a key that exists: codes of the server may be newer than this app. */
export function isWord(key: string): key is Word {
  return key in vi
}

/** The word of a code under a prefix, or the code itself when it is not known here. */
export function coded(prefix: string, code: string): string {
  const key = `${prefix}_${code}`
  return isWord(key) ? t(key) : code
}

/** A number with the fraction's mark of the language. */
export function showNumber(value: number): string {
  return language.value === 'en' ? String(value) : String(value).replace('.', ',')
}

/** Text that the country pack brings in both languages. */
export function said(text: { vi: string; en: string }): string {
  return language.value === 'en' ? text.en : text.vi
}
