/** Recolours areas of a map: only the class and the title of each `<use>` change. */
const CLASSES = ['q0', 'q1', 'q2', 'q3', 'q4', 'qnone', 'qhole', 'qoff']

export function paintAreas(areas: Record<string, { q: string; text: string }>): void {
  for (const [code, { q, text }] of Object.entries(areas)) {
    for (const area of document.querySelectorAll(`[data-live-area="${code}"]`)) {
      area.classList.remove(...CLASSES)
      area.classList.add(`q${q}`)
      const title = area.querySelector('title')
      if (title) title.textContent = text
    }
  }
}
