import type { Subject } from '../../../shared/access.ts'
import { registry } from '../../../shared/registry.ts'
import { createSchoolSync } from '../../../sync-server/create-school-sync.ts'
import { connectDatabase } from '../../../sync-server/db/database.ts'
import type { Tenant } from '../../../sync-server/tenancy/with-tenant.ts'
import { makeDocument } from '../document.ts'
import { percentile } from '../statistics.ts'

export interface PushInProcessOptions {
  /** The application's login. */
  readonly url: string
  readonly tenant: Tenant
  readonly userId: string
  readonly devices: number
  readonly batch: number
  readonly seconds: number
}

/** The same pushes without HTTP and sign-in: called in the process that makes them. */
export async function pushInProcess(options: PushInProcessOptions) {
  const { url, tenant, userId, devices, batch, seconds } = options
  const database = connectDatabase(url, { max: 4, name: 'bench' })
  const sync = createSchoolSync({
    database,
    onError(error) {
      throw error
    },
  })
  const subject: Subject = { userId, role: 'EQUIPMENT_MANAGER', teamIds: [] }
  const start = performance.now()
  const counted = start + seconds * 200
  const end = start + seconds * 1000
  const times: number[] = []
  await Promise.all(
    Array.from({ length: devices }, async (_, index) => {
      const deviceId = `inprocess${index}`
      for (;;) {
        const rows = Array.from({ length: batch }, () => ({ newDocumentState: makeDocument(deviceId) }))
        const sent = performance.now()
        if (sent >= end) return
        await sync.push(tenant, registry.equipment, { subject, deviceId }, rows)
        const answered = performance.now()
        if (answered > counted && answered <= end) times.push(answered - sent)
      }
    }),
  )
  await sync.close()
  await database.end()
  return {
    documentsPerSecond: (times.length * batch) / (seconds * 0.8),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  }
}
