import { stationOf } from '../../../shared/station.ts'
import { newDeviceId } from './device.ts'
import { requested, type SideStore } from './side-store.ts'

const KEY = 'device-id'

/**
 * The device that the stamps of this database name. Each person's database has its own, made with it: on a browser that several
 * people share, what one of them wrote is for the server no earlier write of the next one [C4], and nobody's clock is bound by the
 * stamps of somebody else [P9]. A database that is older than this rule goes on under `browserId`: its unsent rows name that.
 */
export function ownDeviceId(side: SideStore, browserId: string): Promise<string> {
  return side.write(['state'], async (store) => {
    const kept = await requested<unknown>(store('state').get(KEY))
    if (typeof kept === 'string') return kept
    const used = (await requested(store('state').count())) > 0
    // A station is one device, by which its entries say where they were made.
    const made = used || stationOf(browserId) !== undefined ? browserId : newDeviceId()
    store('state').put(made, KEY)
    return made
  })
}
