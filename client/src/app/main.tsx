import '../theme/app.css'
import { render } from 'solid-js/web'
import { startClient } from '../sync/client.ts'
import { startTheme } from '../theme/theme.ts'
import { App } from './app.tsx'
import { createClientServices } from './client-services.ts'
import { startInstall } from './install.ts'
import { ServicesProvider } from './services.ts'
import { startSpareParts } from './spare-parts.ts'
import { startUpdates } from './updates.ts'

startTheme()
startInstall()
startClient()
startSpareParts()

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
render(
  () => (
    <ServicesProvider value={createClientServices()}>
      <App />
    </ServicesProvider>
  ),
  root,
)

startUpdates().catch((error: unknown) => console.error('The service worker could not be registered.', error))
