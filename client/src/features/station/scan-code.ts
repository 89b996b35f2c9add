import { uuidv7 } from '../../../../shared/ids.ts'
import { findDocument } from '../../db/query.ts'
import { readScannedCode, type ScannedCode, shortCode } from '../../scan/scanned-code.ts'
import { syncStatus } from '../../sync/status.ts'
import type { Desk } from './desk.ts'
import { personHolder, type StationHolder, sameHolder } from './holder.ts'
import { resolveCode } from './resolve-code.ts'
import { chosen, touched } from './sitting.ts'
import { refuse, takeThing } from './take-thing.ts'

/** Opens a visit. The one before is closed by it: everything of it is saved. */
export async function chooseHolder(desk: Desk, holder: StationHolder, code = ''): Promise<void> {
  if (sameHolder(desk.sitting().holder, holder)) {
    desk.change((sitting) => touched(sitting, Date.now()))
    desk.say({ result: 'already', holder })
    return
  }
  const person = holder.kind === 'person' ? await findDocument('people', holder.id) : undefined
  if (person && !person.active) {
    refuse(desk, { code: 'inactive' }, code || person.name)
    return
  }
  desk.change((sitting) => chosen(sitting, holder, uuidv7(), Date.now()))
  desk.say({ result: 'success', holder })
}

/** A code came from the camera, a hand scanner or the keyboard: a badge chooses, a tag gives or takes back. */
export async function scanCode(desk: Desk, content: string): Promise<void> {
  const code = readScannedCode(content)
  if (code.text === '') return
  desk.change((sitting) => touched(sitting, Date.now()))
  const shown = shortCode(code.text)
  try {
    await takeCode(desk, code, shown)
  } catch (error) {
    // A scan is never silent: what it was stays in sight, and that nothing came of it.
    console.error(error)
    refuse(desk, { code: 'failed' }, shown)
  }
}

async function takeCode(desk: Desk, code: ScannedCode, shown: string): Promise<void> {
  const found = await resolveCode(code, desk.sitting().holder ? 'thing' : 'person')
  if (found.kind === 'person') return chooseHolder(desk, personHolder(found.person), shown)
  if (found.kind === 'unknown') {
    const loading = syncStatus().firstSync !== undefined
    return refuse(desk, { code: 'unknown', loading }, shown)
  }
  const [thing, ...others] = found.things
  if (thing && others.length === 0) return takeThing(desk, thing, shown)
  return refuse(desk, { code: 'several', ids: found.things.map(({ id }) => id) }, shown)
}
