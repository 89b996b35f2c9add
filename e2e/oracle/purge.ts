import { collectionNames } from '../../shared/registry.ts'
import type { World } from './world.ts'

const PURGED = collectionNames.filter((name) => name !== 'transactions' && name !== 'reviews')

/**
 * Removes the older half of the tombstones, and moves the floors to the highest that went [L3]: what a school's
 * housekeeping may do. Aliases stay: what is written under them belongs to the thing that took them in.
 */
export async function purgeTombstones({ server, school }: World): Promise<void> {
  const steps = PURGED.map((name) => {
    const own = name === 'equipment' ? 'and merged_into is null' : ''
    return `
      with old as (
        select id, seq from ${name} where deleted ${own}
        order by seq limit (select (count(*) + 1) / 2 from ${name} where deleted ${own})
      ), gone as (
        delete from ${name} using old where ${name}.id = old.id returning old.seq
      )
      update sync_state
      set floors = floors || jsonb_build_object('${name}', (select max(seq) from gone))
      where exists (select 1 from gone);`
  })
  await server.execute(school.tenant.slug, steps.join('\n'))
}
