import { createClock } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { HEADER, type PullAnswer, type PushAnswer, type PushRow } from '../../shared/protocol.ts'
import type { Role } from '../../shared/roles.ts'
import type { TestServer } from './server.ts'
import { READY_MS } from './server-process.ts'

/** A device that speaks the wire alone: signs in, pushes, pulls. */
export interface WireDevice {
  readonly deviceId: string
  readonly userId: string
  stamp(): string
  push(collection: string, rows: readonly PushRow[]): Promise<PushAnswer>
  /** Pushes the same rows until they are answered, as a device does. */
  pushUntilAnswered(collection: string, rows: readonly PushRow[]): Promise<PushAnswer>
  all(collection: string): Promise<readonly (AnyDocument & { _deleted: boolean })[]>
}

/** `clockOff`: by how much its own clock is off, in ms; its stamps are right all the same. */
export async function wireDevice(
  server: TestServer,
  tenant: string,
  role: Role,
  deviceId: string,
  clockOff = 0,
): Promise<WireDevice> {
  const { email, password } = server.signIn(tenant, role)
  const clock = createClock(deviceId, Date.now)
  let token = ''
  let userId = ''

  async function signIn() {
    const response = await fetch(new URL('/api/v1/auth/login', server.url()), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tenant, email, password }),
    })
    if (!response.ok) throw new Error(`sign-in: ${response.status}`)
    const answer: { accessToken: string; user: { id: string } } = JSON.parse(await response.text())
    token = answer.accessToken
    userId = answer.user.id
  }

  async function ask(path: string, init: RequestInit = {}): Promise<string> {
    const headers = {
      Authorization: `Bearer ${token}`,
      [HEADER.device]: deviceId,
      [HEADER.schema]: '0',
      [HEADER.time]: String(Date.now() + clockOff),
    }
    const response = await fetch(new URL(`/sync/v1/${path}`, server.url()), { ...init, headers })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.text()
  }

  async function push(collection: string, rows: readonly PushRow[]): Promise<PushAnswer> {
    return JSON.parse(await ask(`${collection}/push`, { method: 'POST', body: JSON.stringify(rows) }))
  }

  await signIn()
  return {
    deviceId,
    userId,
    stamp: () => clock.next(),
    push,
    async pushUntilAnswered(collection, rows) {
      // As patient as whoever starts the server again.
      const until = Date.now() + READY_MS
      for (;;) {
        try {
          return await push(collection, rows)
        } catch (error) {
          if (Date.now() > until) throw error
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    },
    async all(collection) {
      const found = new Map<string, AnyDocument & { _deleted: boolean }>()
      let query = ''
      for (;;) {
        const page: PullAnswer = JSON.parse(await ask(`${collection}/pull?limit=500${query}`))
        for (const document of page.documents) found.set(document.id, document)
        if (page.documents.length === 0) return [...found.values()]
        query = `&epoch=${page.checkpoint.epoch}&seq=${page.checkpoint.seq}&access=${page.checkpoint.access}`
      }
    },
  }
}
