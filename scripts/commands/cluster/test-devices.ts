import { setTimeout as sleep } from 'node:timers/promises'
import { createClock } from '../../../shared/clock.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import {
  type ChangeFrame,
  type Checkpoint,
  HEADER,
  type HelloFrame,
  type PullAnswer,
} from '../../../shared/protocol.ts'

/** What was asked and not answered as it should be, with what befell the server then. */
export interface Trouble {
  readonly during: string
  readonly what: string
}

export interface Site {
  readonly url: string
  /** What befalls the server now; kept with each trouble. */
  during: string
  readonly troubles: Trouble[]
  /** Nothing more is written. */
  ended: boolean
  /** Nobody waits for anything any more. */
  abandoned: boolean
}

interface Init {
  readonly method?: string
  readonly body?: string
  readonly headers?: Record<string, string>
}

/** Answers what was asked for, or notes what went wrong and answers undefined. */
async function ask<T>(
  site: Site,
  token: string,
  path: string,
  take: (answer: Response) => Promise<T>,
  { headers, ...init }: Init = {},
): Promise<T | undefined> {
  try {
    const answer = await fetch(`${site.url}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, ...headers },
    })
    if (answer.ok) return await take(answer)
    site.troubles.push({ during: site.during, what: `${path}: ${answer.status} ${await answer.text()}` })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `, ${error.cause.message}` : ''
    site.troubles.push({ during: site.during, what: `${path}: ${error}${cause}` })
  }
  await sleep(20)
  return undefined
}

/** Pushes new places, each again until it is answered. */
export function createPusher(site: Site, token: string, deviceId: string): (id: string) => Promise<void> {
  const clock = createClock(deviceId, Date.now)
  const headers = { [HEADER.device]: deviceId, 'Content-Type': 'application/json' }
  return async (id) => {
    const newDocumentState = { id, stamp: clock.next(), name: `Shelf of ${deviceId}` }
    const init = { method: 'POST', body: JSON.stringify([{ newDocumentState }]), headers }
    const stored = (answer: Response) => answer.text()
    let answer: string | undefined
    while (answer === undefined && !site.abandoned)
      answer = await ask(site, token, '/sync/v1/locations/push', stored, init)
    if (answer !== '{"documents":[],"rejected":[]}')
      site.troubles.push({ during: 'always', what: `push: ${answer}` })
  }
}

export interface Writer {
  /** What was answered as stored, in that order. */
  readonly ids: readonly string[]
  readonly done: Promise<void>
}

/** Pushes one place after the other until the site has ended. */
export function startWriter(site: Site, token: string, deviceId: string): Writer {
  const push = createPusher(site, token, deviceId)
  const ids: string[] = []
  async function write() {
    while (!site.ended) {
      const id = uuidv7()
      await push(id)
      ids.push(id)
      await sleep(30)
    }
  }
  return { ids, done: write() }
}

export interface Follower {
  /** In the order in which the stream brought them. */
  readonly streamed: readonly string[]
  /** What it had to ask for, behind a gap. */
  readonly pulled: readonly string[]
  /** Resolves when it was greeted: from then on it has to get everything. */
  readonly greeted: Promise<void>
  readonly done: Promise<void>
}

/**
 * Reads the stream from where it is, opens it again where it ended, and pulls where a frame names one before it that it lacks [T1].
 * Ends when it has `last`.
 */
export function startFollower(site: Site, token: string, last: string): Follower {
  const streamed: string[] = []
  const pulled: string[] = []
  const greeted = Promise.withResolvers<void>()
  let at: Checkpoint | undefined

  const query = () => (at ? `?epoch=${at.epoch}&seq=${at.seq}&access=${at.access}` : '')
  const isDone = () => streamed.includes(last) || pulled.includes(last) || site.abandoned

  async function pull() {
    const page = async (answer: Response): Promise<PullAnswer> => JSON.parse(await answer.text())
    for (;;) {
      const answer = await ask(site, token, `/sync/v1/locations/pull${query()}`, page)
      if (!answer && !site.abandoned) continue
      if (!answer || answer.documents.length === 0) return
      pulled.push(...answer.documents.map(({ id }) => id))
      at = answer.checkpoint
    }
  }

  /** Answers a function for one connection: it takes its events in order. */
  function createTake() {
    let before: number | undefined
    return async (event: string, data: string) => {
      if (event === 'hello') {
        const { epoch, seq, access }: HelloFrame = JSON.parse(data)
        at ??= { epoch, seq, access }
        return greeted.resolve()
      }
      const frame: ChangeFrame = JSON.parse(data)
      if (event !== 'change' || !at || (before !== undefined && frame.prev !== before))
        site.troubles.push({ during: 'always', what: `after ${before} ${event} ${data.slice(-40)}` })
      before = frame.seq
      if (!at || frame.prev > at.seq) return await pull()
      // What it has pulled it has.
      if (frame.seq <= at.seq) return
      streamed.push(...frame.documents.map(({ id }) => id))
      at = { ...at, seq: frame.seq }
    }
  }

  async function read(answer: Response) {
    const take = createTake()
    let text = ''
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const event = /^event: (.*)$/m.exec(block)?.[1]
        if (event) await take(event, /^data: (.*)$/m.exec(block)?.[1] ?? '')
      }
      if (isDone()) return
    }
    if (text) throw new Error('The stream ended in the middle of a frame.')
  }

  async function follow() {
    while (!isDone()) await ask(site, token, `/sync/v1/stream${query()}`, read)
  }
  return { streamed, pulled, greeted: greeted.promise, done: follow() }
}
