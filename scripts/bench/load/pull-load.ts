import { percentile } from '../statistics.ts'
import { connect } from './connection.ts'
import type { Position, Target } from './wire.ts'
import { wireOf } from './wires.ts'

export interface PullLoad {
  readonly target: Target
  readonly devices: number
  readonly seconds: number
  readonly acceptEncoding?: string
}

export interface PullFigures {
  readonly documentsPerSecond: number
  /** Milliseconds from asking for a page to its last byte. */
  readonly p50: number
  readonly p99: number
  /** All that were pulled, those of the warm-up too. */
  readonly documents: number
  /** Bytes of an average page on the wire. */
  readonly pageBytes: number
}

const PAGE = 500

/**
 * Devices that each pull all that there is in pages of 500, over and over; the first fifth warms up. A first walk notes
 * the positions, so that the measured ones spend no time on reading what they get.
 */
export async function pullLoad(load: PullLoad): Promise<PullFigures> {
  const { target, devices, seconds } = load
  const positions = await walk(target)
  const wire = wireOf(target)
  const connections = await Promise.all(Array.from({ length: devices }, () => connect(target.port)))
  const start = performance.now()
  const counted = start + seconds * 200
  const end = start + seconds * 1000
  const times: number[] = []
  let bytes = 0
  let documents = 0

  async function device(index: number) {
    const connection = connections[index]
    const reader = target.devices[index % target.devices.length]
    if (!connection || !reader) throw new Error('There are no devices to pull with.')
    for (let page = 0; ; page += 1) {
      const request = wire.pull(reader, positions[page % positions.length] ?? {}, PAGE)
      const headers = load.acceptEncoding
        ? { ...request.headers, 'Accept-Encoding': load.acceptEncoding }
        : { ...request.headers }
      const sent = performance.now()
      if (sent >= end) return
      const answer = await connection.send({ ...request, headers })
      const answered = performance.now()
      if (answer.status !== 200) throw new Error(`A pull was answered with ${answer.status}: ${answer.body}`)
      documents += PAGE
      if (answered <= counted || answered > end) continue
      times.push(answered - sent)
      bytes += answer.body.length
    }
  }

  await Promise.all(connections.map((_, index) => device(index)))
  for (const connection of connections) connection.close()
  return {
    documentsPerSecond: (times.length * PAGE) / (seconds * 0.8),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    documents,
    pageBytes: bytes / times.length,
  }
}

/** Positions at which a full page begins. */
async function walk(target: Target): Promise<readonly Position[]> {
  const wire = wireOf(target)
  const connection = await connect(target.port)
  const [reader] = target.devices
  if (!reader) throw new Error('There is no device to pull with.')
  const positions: Position[] = []
  let position: Position = {}
  for (;;) {
    const { count, next } = wire.page(await connection.send(wire.pull(reader, position, PAGE)))
    if (count === PAGE) positions.push(position)
    else if (count === 0) break
    position = next
  }
  connection.close()
  if (positions.length === 0) throw new Error('There is no full page to pull.')
  return positions
}
