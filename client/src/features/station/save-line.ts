import { uuidv7 } from '../../../../shared/ids.ts'
import { openedDatabase } from '../../db/current.ts'
import { markScan } from '../../scan/scan-marks.ts'
import type { Desk } from './desk.ts'
import type { Deed, Line } from './line.ts'
import { performDeed, saveProblem } from './perform-deed.ts'
import { changed, withLine, withoutLine } from './sitting.ts'

export type NewLine = Omit<Line, 'key' | 'visit' | 'at' | 'state'> & {
  readonly equipmentId: string
  /** The visit that it belongs to; the present one where it is left out. */
  readonly visit?: string
}

/** Puts a line on the list and saves what it says. It is shown as saved after the local commit and not before [D2]. */
export async function addAndSave(desk: Desk, deed: Deed, fields: NewLine, into?: string): Promise<void> {
  const line: Line = {
    visit: desk.sitting().visit,
    ...fields,
    key: uuidv7(),
    at: Date.now(),
    state: { kind: 'saving', deed },
    savingSince: await correctedNow(),
  }
  desk.change((sitting) => withLine(sitting, line))
  await commit(desk, line, deed, into)
}

/** The ledger's own time: an interrupted line is looked for from here on. */
async function correctedNow(): Promise<number> {
  return (await openedDatabase()).stamps.now()
}

/** Saves a line that is on the list already, once more. */
export async function saveLine(desk: Desk, line: Line, into?: string): Promise<void> {
  if (line.state.kind === 'refused') return
  const { deed } = line.state
  const savingSince = await correctedNow()
  desk.change((sitting) => changed(sitting, line.key, { state: { kind: 'saving', deed }, savingSince }))
  await commit(desk, line, deed, into)
}

/**
 * With `into`, the line's count goes into that line once it is saved: one more of a bulk thing. A line that cannot be saved
 * says so and stays [D9].
 */
async function commit(desk: Desk, line: Line, deed: Deed, into: string | undefined): Promise<void> {
  const { equipmentId } = line
  if (equipmentId === undefined) return
  try {
    await performDeed({ ...line, equipmentId, deed })
  } catch (error) {
    const problem = saveProblem(error)
    desk.change((sitting) =>
      changed(sitting, line.key, {
        state:
          problem === 'gone'
            ? { kind: 'refused', reason: { code: 'unknown' } }
            : { kind: 'unsaved', deed, problem },
      }),
    )
    desk.say({ result: 'error', key: line.key })
    return
  }
  desk.change((sitting) => {
    const counted = into === undefined ? undefined : sitting.lines.find(({ key }) => key === into)
    if (!counted) return changed(sitting, line.key, { state: { kind: 'saved', deed } })
    const quantity = counted.quantity + line.quantity
    return changed(withoutLine(sitting, line.key), counted.key, { quantity, at: line.at }, true)
  })
  markScan('etrax:scan-saved', line.code)
  desk.say({ result: 'success', key: into ?? line.key })
}
