import {
  type Answer,
  type Connection,
  ConnectionLostError,
  connect,
  type WireRequest,
} from '../connection.ts'
import { type RenewingDevice, renew } from '../renew.ts'
import type { Device } from '../wire.ts'

/** Access tokens end after ten minutes. */
const RENEWED_AFTER_MS = 8 * 60_000

/** A device's way to the server: one kept connection, and a session that goes on. One request at a time. */
export interface DayLine {
  /** Whom the server knows it as now. */
  device(): Promise<Device>
  /**
   * Asks once more where the connection is lost: the server closes what is idle for long, also while something is on its way.
   * @throws ConnectionLostError where that is lost too, or it was cut
   */
  send(request: (device: Device) => WireRequest): Promise<Answer>
  /** Off the network: what is on its way is lost. */
  cut(): void
  restore(): void
}

export function openLine(port: number, granted: Device & RenewingDevice): DayLine {
  let current = granted
  let renewedAt = performance.now()
  let connection: Connection | undefined
  let isCut = false

  async function device(): Promise<Device> {
    if (performance.now() - renewedAt > RENEWED_AFTER_MS) {
      current = await renew(port, current)
      renewedAt = performance.now()
    }
    return current
  }

  async function ask(asking: WireRequest): Promise<Answer> {
    if (isCut) throw new ConnectionLostError('The device is off the network.')
    if (!connection?.isOpen()) connection = await connect(port)
    return await connection.send(asking)
  }

  return {
    device,
    async send(request) {
      const asking = request(await device())
      try {
        return await ask(asking)
      } catch (error) {
        if (isCut || !(error instanceof ConnectionLostError)) throw error
        return await ask(asking)
      }
    },
    cut() {
      isCut = true
      connection?.close()
      connection = undefined
    },
    restore() {
      isCut = false
    },
  }
}
