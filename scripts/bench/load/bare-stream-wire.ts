import type { Wire } from './wire.ts'

/** The wire of limits/stream-server.mjs, which stores nothing. */
export const bareStreamWire: Wire = {
  push: (_, documents) => ({ method: 'POST', path: '/', body: JSON.stringify(documents) }),
  refused({ status }) {
    if (status !== 200) throw new Error(`The bare stream answered with ${status}.`)
    return 0
  },
  pull() {
    throw new Error('The bare stream keeps nothing.')
  },
  page() {
    throw new Error('The bare stream keeps nothing.')
  },
  stream: () => ({ method: 'GET', path: '/' }),
  streamReady: 'event: hello',
}
