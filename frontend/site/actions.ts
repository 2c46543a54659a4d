/** Buttons that only a script can serve; the server leaves them out of view until one is there. */
export function listenForActions(): void {
  document.addEventListener('click', (event) => {
    const origin = event.target instanceof Element ? event.target : null
    if (origin?.closest('[data-print]')) window.print()
    const copier = origin?.closest<HTMLElement>('[data-copy]')
    if (copier) void copy(copier)
  })
}

/** Copies the text of the element that `data-copy` names, and says so with `data-copied`. */
async function copy(button: HTMLElement): Promise<void> {
  const source = document.querySelector<HTMLElement>(button.dataset['copy'] ?? '')
  if (!source) return
  const text = source instanceof HTMLTextAreaElement ? source.value : source.innerText
  await navigator.clipboard.writeText(text)
  const before = button.textContent
  button.textContent = button.dataset['copied'] ?? before
  setTimeout(() => (button.textContent = before), 2500)
}
