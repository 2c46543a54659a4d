/** What every page gains from scripts; none of it is needed to read a page or to send a form. */
import 'htmx.org'
import { enhanceFields } from './fields.ts'
import { listenForActions } from './actions.ts'
import { watchMenus } from './menus.ts'
import { sayWhenLost } from './network.ts'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
enhanceFields(document)
document.addEventListener('htmx:after:settle', () => enhanceFields(document))
listenForActions()
watchMenus()
sayWhenLost()
