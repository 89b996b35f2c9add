import { lockStation } from '../db/acting.ts'
import { forgetInPage } from '../db/page-storage.ts'
import { forgetStation } from '../db/station.ts'
import { type KeptWork, keepWork } from './kept-work.ts'
import { deleteOrKeep } from './leave-database.ts'
import { forgetHere } from './lost-data.ts'
import { closeSession, currentWorkplace, session, showNobody, tellOtherTabs } from './session.ts'
import { keepSession, type SessionRecord } from './session-record.ts'
import { oweSignOut, signOutOwed } from './sign-out-owed.ts'
import { closedReceipt, exportUnsentOf, holds, type UnsentExport, unsentReceipt } from './unsent.ts'
import type { Workplace } from './workplace.ts'

/** Work is unsent: signing out would lose it. `exportUnsent` and then signing out with the export is the other way [D6]. */
export class UnsentWorkError extends Error {
  override name = 'UnsentWorkError'
  readonly count: number

  constructor(count: number) {
    super(`${count} changes have not been sent.`)
    this.count = count
  }
}

/** What is unsent, as a file. @throws Error where nobody is signed in */
export async function exportUnsent(): Promise<UnsentExport> {
  const workplace = currentWorkplace()
  if (!workplace) throw new Error('Nobody is signed in.')
  return exportUnsentOf(workplace.database, workplace.record)
}

/**
 * Signs out and clears the local database. What is written while it closes is kept as the person's own.
 * @throws UnsentWorkError while work is unsent, unless `exported` holds all that is unsent now
 */
export async function signOut(options: { readonly exported?: UnsentExport } = {}): Promise<void> {
  const workplace = currentWorkplace()
  if (!workplace) return
  const { count, receipt } = await unsentReceipt(workplace.database)
  const { exported } = options
  if (count > 0 && !(exported && holds(exported.receipt, receipt))) throw new UnsentWorkError(count)
  const { record } = workplace
  const work = workOf(workplace)
  await closeSession()
  forgetHere()
  forgetInPage(record)
  lockStation()
  await forgetStation()
  // Whatever ends before the data is gone, the next start finds it.
  await keepWork(work)
  await keepSession(undefined)
  await oweSignOut(record.tenant)
  tellOtherTabs()
  await deleteOrKeep(work, count > 0 ? (exported?.receipt ?? '') : '')
  showNobody()
  await signOutOwed()
}

/**
 * Goes to another school as somebody else, or back; the page is to be loaded anew then. What is here stays as it is where it is
 * come back to; else it goes, but for what is unsent, which is kept under its own name [P7].
 */
export async function changePlace(to: SessionRecord, here: 'stays' | 'goes'): Promise<void> {
  if (here === 'goes') await leaveToAnother(to)
  else await stayBehind()
  forgetHere()
  await keepSession(to)
  tellOtherTabs()
}

/** Nobody else on this device may take what is unsent here for gone. */
async function stayBehind(): Promise<void> {
  const workplace = currentWorkplace()
  if (!workplace) return
  const work = { ...workOf(workplace), disabled: false }
  await closeSession()
  if ((await closedReceipt(work.databaseName)) !== '') await keepWork(work)
}

/**
 * Leaves the present person's workplace to another; what is unsent stays on the device under its own name [P7]. Before the data
 * goes, no tab and no worker takes that person for signed in: they would sync, and store anew what was deleted. And before that
 * the work is listed as kept: whatever ends in between, it is found.
 */
export async function leaveToAnother(next: SessionRecord): Promise<void> {
  const workplace = currentWorkplace()
  if (!workplace) return
  const work = workOf(workplace)
  await closeSession()
  forgetHere()
  await keepWork(work)
  await keepSession(next)
  tellOtherTabs()
  await deleteOrKeep(work, '')
}

function workOf({ record, database }: Workplace): KeptWork {
  const { tenant, userId, userName } = record
  const now = session()
  const disabled = typeof now === 'object' && now.signInNeeded === 'disabled'
  return { tenant, userId, userName, databaseName: database.name, disabled }
}
