import { makeDocument } from '../document.ts'
import { percentile } from '../statistics.ts'
import { connect } from './connection.ts'
import type { Target } from './wire.ts'
import { wireOf } from './wires.ts'

export interface PushLoad {
  readonly target: Target
  readonly devices: number
  readonly batch: number
  readonly seconds: number
}

export interface PushFigures {
  readonly documentsPerSecond: number
  /** Milliseconds from sending a push to its answer. */
  readonly p50: number
  readonly p99: number
  /** All that were stored, those of the warm-up too. */
  readonly documents: number
}

/** Devices that each push new documents, the next batch when the last one was answered; the first fifth warms up. */
export async function pushLoad({ target, devices, batch, seconds }: PushLoad): Promise<PushFigures> {
  const wire = wireOf(target)
  const connections = await Promise.all(Array.from({ length: devices }, () => connect(target.port)))
  const start = performance.now()
  const counted = start + seconds * 200
  const end = start + seconds * 1000
  const times: number[] = []
  let documents = 0

  async function device(index: number) {
    const connection = connections[index]
    const sender = target.devices[index % target.devices.length]
    if (!connection || !sender) throw new Error('There are no devices to push with.')
    for (;;) {
      const made = Array.from({ length: batch }, () => makeDocument(sender.deviceId))
      const request = wire.push(sender, made)
      const sent = performance.now()
      if (sent >= end) return
      const answer = await connection.send(request)
      const answered = performance.now()
      if (answered > counted && answered <= end) times.push(answered - sent)
      documents += batch
      const refused = wire.refused(answer)
      if (refused > 0) throw new Error(`${refused} documents were refused: ${answer.body}`)
    }
  }

  await Promise.all(connections.map((_, index) => device(index)))
  for (const connection of connections) connection.close()
  return {
    documentsPerSecond: (times.length * batch) / (seconds * 0.8),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    documents,
  }
}

/** Stores `count` documents in batches of 100, for what is measured afterwards. */
export async function fill({ target, count }: { target: Target; count: number }): Promise<void> {
  const wire = wireOf(target)
  const connection = await connect(target.port)
  const [sender] = target.devices
  if (!sender) throw new Error('There is no device to push with.')
  for (let stored = 0; stored < count; stored += 100) {
    const documents = Array.from({ length: 100 }, () => makeDocument(sender.deviceId))
    wire.refused(await connection.send(wire.push(sender, documents)))
  }
  connection.close()
}
