import '../theme/app.css'
import { render } from 'solid-js/web'
import { startTheme } from '../theme/theme.ts'
import { App } from './app.tsx'
import { startInstall } from './install.ts'
import { ServicesProvider, type ShellServices } from './services.ts'
import { startUpdates } from './updates.ts'

startTheme()
startInstall()

// The client without its session and sync: nobody is signed in and nothing waits.
const services: ShellServices = {
  session: () => undefined,
  sync: () => ({ state: 'saved', count: 0, offline: !navigator.onLine }),
  openReviews: () => 0,
}

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
render(
  () => (
    <ServicesProvider value={services}>
      <App />
    </ServicesProvider>
  ),
  root,
)

startUpdates().catch((error: unknown) => console.error('The service worker could not be registered.', error))
