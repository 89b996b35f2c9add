import { isUuid } from '../../shared/ids.ts'
import { collectionNames } from '../../shared/registry.ts'
import type { TestServer } from '../support/server.ts'
import type { World } from './world.ts'

const PURGED = collectionNames.filter((name) => name !== 'transactions' && name !== 'reviews')

/**
 * Removes the older half of the tombstones, and moves the floors to the highest that went [L3]: what a school's
 * housekeeping may do with those that are older than all that may come again, be it from a device's log of what was sent
 * [D11] or from a network. So those stay of which a device still waits for an answer: what it sends again would be made once
 * more, as by the rules it must be, and look like a write that was applied twice. Aliases stay: what is written under them
 * belongs to the thing that took them in. Returns whether it was done.
 */
export async function purgeTombstones({ server, school, seats, browsers }: World): Promise<boolean> {
  // Of what a browser without a tab waits for nobody knows.
  if (browsers.some((browser) => browser.tabs() === 0)) return false
  const devices = [...seats.devices, ...seats.allAway()]
  const before = await tombstones(server, school.tenant.slug)
  const inBrowsers = await Promise.all(browsers.map((browser) => browser.unsentIds()))
  const awaited = [...devices.flatMap((device) => [...device.unheard()]), ...inBrowsers.flat()].filter(isUuid)
  const old = `deleted and id <> all ('{${awaited.join()}}'::uuid[])`
  const steps = PURGED.map((name) => {
    const own = name === 'equipment' ? 'and merged_into is null' : ''
    return `
      with old as (
        select id, seq from ${name} where ${old} ${own}
        order by seq limit (select (count(*) + 1) / 2 from ${name} where ${old} ${own})
      ), gone as (
        delete from ${name} using old where ${name}.id = old.id returning old.seq
      )
      update sync_state
      set floors = floors || jsonb_build_object('${name}', (select max(seq) from gone))
      where exists (select 1 from gone);`
  })
  await server.execute(school.tenant.slug, steps.join('\n'))
  const left = await tombstones(server, school.tenant.slug)
  const gone = new Set([...before].filter((id) => !left.has(id)))
  for (const device of devices) device.forgetSent(gone)
  return true
}

async function tombstones(server: TestServer, slug: string): Promise<ReadonlySet<string>> {
  const found = await Promise.all(PURGED.map((name) => server.rows(slug, name, 'deleted')))
  return new Set(found.flat().map(({ id }) => String(id)))
}
