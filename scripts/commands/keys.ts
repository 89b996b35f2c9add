import { parseArgs } from 'node:util'
import { readConfig } from '../../sync-server/config.ts'
import { masterKeys } from '../../sync-server/data-protection/master-keys.ts'
import { replaceDataKey, replaceMasterKey } from '../../sync-server/data-protection/replace-keys.ts'
import { requireMasterKey } from '../../sync-server/data-protection/require-master-key.ts'
import { findTenant } from '../../sync-server/tenancy/tenants.ts'
import { failCommand, withAdminDatabase } from './admin-database.ts'

const HELP = `npm run keys -- COMMAND

  check            says whether the master key that is in use is at hand
  replace-master   seals the data keys of all schools with another master key: the first one of ETRAX_MASTER_KEY, where that
                   is set (new,old), else a new one of the data folder. Servers that run go on, those that are given
                   ETRAX_MASTER_KEY need both keys before this. The old key opens what is in older backups: keep it with them
  replace SLUG     a new data key for what a school seals from now on; what it sealed before still opens
  --help           print this
`

async function keys(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  const [command, slug] = positionals
  if (values.help || command === undefined) return say(HELP)
  const config = readConfig(process.env, [])
  const held = masterKeys(config.dataDir, config.masterKeys)
  await withAdminDatabase(async ({ admin }) => {
    if (command === 'check') {
      const { id } = await requireMasterKey(admin, held)
      return say(`The master key ${id.slice(0, 8)} is in use, and at hand.`)
    }
    if (command === 'replace-master') {
      const { before, after, sealed } = await replaceMasterKey(admin, held)
      return say(
        `${sealed} data keys are sealed with the master key ${after.slice(0, 8)}, no longer with ${before.slice(0, 8)}.`,
      )
    }
    if (command !== 'replace') throw new Error(`There is no command ${command}.\n\n${HELP}`)
    if (slug === undefined) throw new Error(`replace needs a school's slug.\n\n${HELP}`)
    const tenant = await findTenant(admin, { slug })
    if (!tenant) throw new Error(`There is no school ${slug}.`)
    await replaceDataKey(admin, await requireMasterKey(admin, held), tenant.id)
    say(`${slug} seals with a new data key.`)
  })
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

await keys().catch(failCommand)
