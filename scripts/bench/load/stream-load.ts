import { connect as openSocket, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { makeDocument } from '../document.ts'
import { connect, requestBytes } from './connection.ts'
import type { Target } from './wire.ts'
import { wireOf } from './wires.ts'

export interface StreamFigures {
  /** For each commit the milliseconds from sending its push until the last reader has it. */
  readonly last: readonly number[]
  /** Readers that had a commit not at all in time. */
  readonly missed: number
}

interface StreamReader {
  readonly socket: Socket
  /** Resolves when the text has come in. */
  waitFor(text: string): Promise<void>
}

const OPENED_AT_ONCE = 100
const PATIENCE_MS = 20_000

let readers: StreamReader[] = []

/** Opens so many streams and resolves when all of them deliver. */
export async function openStreams({ target, count }: { target: Target; count: number }): Promise<void> {
  const wire = wireOf(target)
  while (readers.length < count) {
    const opening = Array.from({ length: Math.min(OPENED_AT_ONCE, count - readers.length) }, (_, index) => {
      const device = target.devices[(readers.length + index) % target.devices.length]
      if (!device) throw new Error('There are no devices to read with.')
      const reader = openReader(target.port)
      const ready = reader.waitFor(wire.streamReady)
      reader.socket.write(requestBytes(wire.stream(device)))
      return ready.then(() => reader)
    })
    readers.push(...(await Promise.all(opening)))
  }
}

function openReader(port: number): StreamReader {
  const socket = openSocket({ port, host: '127.0.0.1', noDelay: true })
  let wanted: { text: string; resolve: () => void } | undefined
  let tail = ''
  socket.on('data', (chunk: Buffer) => {
    if (!wanted) return
    // A text may be cut by the end of a packet: so much of the one before is looked at again.
    const found =
      chunk.includes(wanted.text) || `${tail}${chunk.toString('latin1', 0, 64)}`.includes(wanted.text)
    if (!found) {
      tail = chunk.toString('latin1', Math.max(0, chunk.length - 64))
      return
    }
    wanted.resolve()
    wanted = undefined
    tail = ''
  })
  socket.on('error', () => {})
  return {
    socket,
    waitFor: (text) =>
      new Promise((resolve) => {
        wanted = { text, resolve }
      }),
  }
}

export interface CommitLoad {
  readonly target: Target
  readonly commits: number
  /** No further commit is made after so much time. */
  readonly seconds: number
}

/** One device commits one document after the other; all readers wait for each. */
export async function commitToStreams({ target, commits, seconds }: CommitLoad): Promise<StreamFigures> {
  const wire = wireOf(target)
  const connection = await connect(target.port)
  const [device] = target.devices
  if (!device) throw new Error('There is no device to push with.')
  const last: number[] = []
  let missed = 0
  const end = performance.now() + seconds * 1000
  for (let commit = 0; commit < commits && performance.now() < end; commit += 1) {
    await delay(50)
    const document = makeDocument(device.deviceId)
    let waiting = readers.length
    const all = Promise.all(
      readers.map(async (reader) => {
        await reader.waitFor(document.id)
        waiting -= 1
      }),
    )
    const sent = performance.now()
    const answer = connection.send(wire.push(device, [document]))
    await Promise.race([all, delay(PATIENCE_MS)])
    // The first one meets code that was not run before.
    if (commit > 0) last.push(performance.now() - sent)
    missed += waiting
    wire.refused(await answer)
  }
  connection.close()
  return { last, missed }
}

export async function closeStreams(_: Record<string, never>): Promise<void> {
  for (const { socket } of readers) socket.destroy()
  readers = []
  await delay(500)
}
