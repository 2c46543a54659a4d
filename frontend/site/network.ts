/** Says aloud when the server could not be reached, in the words that the page brings with it. */
export function sayWhenLost(): void {
  const box = document.getElementById('tc-lost')
  if (!box) return
  const show = () => (box.hidden = false)
  document.addEventListener('htmx:error', show)
  document.addEventListener('htmx:response:error', (event) => {
    const status = (event as CustomEvent<{ ctx: { response?: { status: number } } }>).detail.ctx.response?.status ?? 0
    if (status >= 500) show()
  })
  document.addEventListener('htmx:after:settle', () => (box.hidden = true))
}
