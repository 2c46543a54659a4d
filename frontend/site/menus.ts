/** Menus open by themselves; this closes them as people expect: Escape, or a click beside them. */
const OPEN = 'details.tc-account[open]'
const SIDE = 'tc-side'

export function watchMenus(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Node
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      if (!menu.contains(target)) menu.open = false
    }
    const side = openSide()
    if (side && !side.contains(target) && !isMenuLink(event.target)) closeSide()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
    if (openSide()) closeSide()
  })
}

function openSide(): HTMLElement | null {
  return location.hash === `#${SIDE}` ? document.getElementById(SIDE) : null
}

/** Replaces the address, so that the back button leaves the page and not the menu. */
function closeSide(): void {
  location.replace('#maincontent')
}

function isMenuLink(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`a[href="#${SIDE}"]`) !== null
}
