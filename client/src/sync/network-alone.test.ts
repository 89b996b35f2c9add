import { expect, test } from 'vitest'

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
/** They load the app's own files, which the service worker has. */
const OWN_FILES = ['../sw.ts', '../scan/own-file.ts']

test('[D1] only the sync speaks to the network: no screen waits for a server', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(300)
  const speaking = Object.entries(sources)
    .filter(([, text]) =>
      /\bfetch\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b|\bsendBeacon\(/.test(text),
    )
    .map(([path]) => path)
  expect(speaking.filter((path) => !path.startsWith('./') && !OWN_FILES.includes(path))).toEqual([])
  expect(speaking).toContain('./request.ts')
})
