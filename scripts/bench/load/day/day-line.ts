import { type Answer, type Connection, connect, type WireRequest } from '../connection.ts'
import { type RenewingDevice, renew } from '../renew.ts'
import type { Device } from '../wire.ts'

/** Access tokens end after ten minutes. */
const RENEWED_AFTER_MS = 8 * 60_000

/** A device's way to the server: one kept connection, and a session that goes on. One request at a time. */
export interface DayLine {
  /** Whom the server knows it as now. */
  device(): Promise<Device>
  send(request: (device: Device) => WireRequest): Promise<Answer>
  close(): void
}

export function openLine(port: number, granted: Device & RenewingDevice): DayLine {
  let current = granted
  let renewedAt = performance.now()
  let connection: Connection | undefined

  async function device(): Promise<Device> {
    if (performance.now() - renewedAt > RENEWED_AFTER_MS) {
      current = await renew(port, current)
      renewedAt = performance.now()
    }
    return current
  }

  return {
    device,
    async send(request) {
      const asking = request(await device())
      // The server closes what is idle for long, as every server does: then the device connects anew.
      if (!connection?.isOpen()) connection = await connect(port)
      return await connection.send(asking)
    },
    close() {
      connection?.close()
      connection = undefined
    },
  }
}
