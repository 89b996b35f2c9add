import { uuidv7 } from '../../shared/ids.ts'
import { MAX_PUSH_ROWS } from '../../shared/protocol.ts'
import type { TestServer } from './server-process.ts'
import { wireDevice } from './wire-device.ts'

/** An equipment room of 12,000 pieces, the demo's own among them. */
export const PIECES = 12_000

/** Makes the demo school have so many: beside its own, practice pinnies `PIN-00001` and on, free to issue. */
export async function fillSchool(server: TestServer, pieces = PIECES): Promise<void> {
  const device = await wireDevice(server, 'northridge', 'EQUIPMENT_MANAGER', 'e2e-large-school')
  const have = (await server.rows('northridge', 'equipment', 'not deleted')).length
  const rows = Array.from({ length: pieces - have }, (_, index) => {
    const stamp = device.stamp()
    return {
      newDocumentState: {
        id: uuidv7(),
        kind: 'serialized',
        name: `Practice pinnie ${index + 1}`,
        tagCode: `PIN-${String(index + 1).padStart(5, '0')}`,
        size: ['S', 'M', 'L', 'XL'][index % 4],
        manufacturer: 'Northwind',
        jerseyNumber: String(index % 100),
        status: 'available',
        statusStamp: stamp,
        stamp,
      },
    }
  })
  for (let at = 0; at < rows.length; at += MAX_PUSH_ROWS) {
    const { rejected } = await device.pushUntilAnswered('equipment', rows.slice(at, at + MAX_PUSH_ROWS))
    if (rejected.length > 0) throw new Error(`The school took not all: ${JSON.stringify(rejected[0])}`)
  }
}
