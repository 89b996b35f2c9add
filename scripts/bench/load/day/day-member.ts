import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionLostError } from '../connection.ts'
import { type DayDevice, dayDevice } from './day-device.ts'
import { type DayLine, openLine } from './day-line.ts'
import type { DayOptions, DaySchool } from './day-options.ts'
import { type DayReader, openReader } from './day-reader.ts'
import { type DayReplica, dayReplica } from './day-replica.ts'

/** A device with its stream, which does one thing after the other. */
export interface DayMember {
  readonly device: DayDevice
  readonly replica: DayReplica | undefined
  readonly line: DayLine
  open(): Promise<void>
  /** Issues or takes back, and pushes that unless it is away. `answered` gets each push's time from when it was due. */
  act(due: number, answered: (ms: number) => void): void
  isAway(): boolean
  /** Off the network for so long; then it sends what it did meanwhile, and reads on. */
  goAway(ms: number, answered: (ms: number) => void): void
  /** Resolves when all that it was told to do is done. */
  idle(): Promise<void>
  close(): void
}

export function dayMember(
  { port, thingsOfDevice, watchedOfSchool }: DayOptions,
  school: DaySchool,
  index: number,
  failed: (what: string) => void,
): DayMember {
  const granted = school.devices[index]
  if (!granted) throw new Error(`${school.name} has no device ${index}.`)
  const { deviceId } = granted
  const line = openLine(port, granted)
  const device = dayDevice(line, deviceId, school.userId, thingsOfDevice)
  const replica =
    index < watchedOfSchool ? dayReplica((behind) => then(() => behind.catchUp(line))) : undefined
  let reader: DayReader | undefined
  let away = false
  let tail = Promise.resolve()

  function then(work: () => Promise<void>) {
    tail = tail.then(work).catch((error: unknown) => {
      // What was on its way when the device left is still to be sent.
      if (away && error instanceof ConnectionLostError) return
      failed(`${deviceId}: ${error instanceof Error ? error.message : error}`)
    })
  }

  async function open() {
    reader = await openReader(port, line, replica, failed)
  }

  async function push(due: number, answered: (ms: number) => void) {
    let from = due
    await device.push(() => {
      const now = performance.now()
      answered(now - from)
      from = now
    })
  }

  return {
    device,
    replica,
    line,
    open,
    act(due, answered) {
      then(async () => {
        device.act()
        if (!away) await push(due, answered)
      })
    },
    isAway: () => away,
    goAway(ms, answered) {
      away = true
      reader?.close()
      line.cut()
      void delay(ms).then(() =>
        then(async () => {
          away = false
          line.restore()
          await push(performance.now(), answered)
          await open()
        }),
      )
    },
    async idle() {
      for (let seen: unknown; seen !== tail; ) {
        seen = tail
        await tail
      }
    },
    close() {
      reader?.close()
      line.cut()
    },
  }
}
