/** Writes figures as the server writes them: by the language of the page. */
const language = document.documentElement.lang === 'en' ? 'en-US' : 'vi-VN'
const number = new Intl.NumberFormat(language)
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })

export const format = (value: number): string => number.format(value)

export function writeFigures(figures: Record<string, number | null>): void {
  for (const [name, value] of Object.entries(figures)) {
    write(`[data-live-number="${name}"]`, value === null ? '–' : number.format(value))
    write(`[data-live-percent="${name}"]`, value === null ? '–' : percent.format(value))
  }
}

export function writeTexts(texts: Record<string, string>): void {
  for (const [name, text] of Object.entries(texts)) write(`[data-live-text="${name}"]`, text)
}

function write(selector: string, text: string): void {
  for (const place of document.querySelectorAll(selector)) {
    if (place.textContent !== text) place.textContent = text
  }
}
