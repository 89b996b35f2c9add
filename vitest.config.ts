import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './e2e/support/long-first.ts'

/**
 * Five projects, each also alone by `vitest run --project NAME`:
 * - `shared`: the pure part;
 * - `server`: sync-server and scripts in Node; a file asks `createTestDatabase()` for a Postgres of its own;
 * - `alone`: files of the same that replace a module, each in a process of its own;
 * - `client`: client in Node; what needs a DOM is tested in a real browser by `e2e`;
 * - `e2e`: real browsers against a real server, of a file's own each.
 */
const alone = ['sync-server/identity/enumeration.test.ts']

export default defineConfig({
  test: {
    // A Postgres or a server runs beside each file, and many wait for theirs: those of `e2e` for a browser as well.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'shared',
          // Files share a process and its modules, here and below: loading them anew takes longer than most tests.
          isolate: false,
          include: ['shared/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'server',
          isolate: false,
          include: ['sync-server/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}'],
          exclude: alone,
          environment: 'node',
          globalSetup: ['sync-server/db/test-postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          environment: 'node',
          globalSetup: ['sync-server/db/test-postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [solid()],
        test: {
          name: 'client',
          isolate: false,
          include: ['client/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          maxWorkers: 2,
          include: ['e2e/**/*.e2e.ts'],
          environment: 'node',
          globalSetup: ['e2e/support/made-once.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Two servers, their databases and browsers share the machine; what is waited for comes all the same.
          expect: { poll: { timeout: 60_000, interval: 200 } },
        },
      },
    ],
  },
})
