/** The stations of a vaccination site: an app that works from its own store and speaks in events. */
import { render } from 'preact'
import '../../theme/app.scss'
import './stations.scss'
import { App } from './app.tsx'
import { startClock } from './clock.ts'
import { startKeyboard } from './keys.ts'
import { start } from './state.ts'
import { startSync } from './sync.ts'
import { startUpdates } from './update.ts'
import { language, speak } from './words/index.ts'

// The service worker keeps what lies under the folder, and the page without its slash does not.
if (!location.pathname.endsWith('/')) history.replaceState(null, '', `${import.meta.env.BASE_URL}${location.hash}`)
speak(language.value)
startKeyboard()
await startClock()
await start()
startSync()
void startUpdates()
const root = document.getElementById('app')
if (root) render(<App />, root)
