/**
 * What the QR of an identity card says: number, old number, name, birth (ddmmyyyy), sex, address, day
 * of issue, parted by bars. Only the number is ever sent to the server; the rest fills a form here.
 */
import type { Sex } from '../rules/screening.ts'

export interface CardRead {
  number: string
  name: string
  day: string
  month: string
  year: string
  sex: Sex
}

export function readCard(text: string): CardRead | null {
  const [number, , name, birth, sex] = text.trim().split('|')
  if (!number || !/^\d{12}$/.test(number) || !name || !/^\d{8}$/.test(birth ?? '')) return null
  return {
    number,
    name: name.normalize('NFC').trim(),
    day: birth!.slice(0, 2),
    month: birth!.slice(2, 4),
    year: birth!.slice(4),
    sex: sex?.trim().toLowerCase() === 'nam' ? 'male' : sex?.trim() ? 'female' : 'unknown',
  }
}
