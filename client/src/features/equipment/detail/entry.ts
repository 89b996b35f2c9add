import { CONDITIONS, type Condition } from '../../../../../shared/collections/equipment.ts'
import { transactions } from '../../../../../shared/collections/transactions.ts'
import { validateField } from '../../../../../shared/validate.ts'
import { dayIn, endOfDay, isDueRule } from '../../../custody/due-date.ts'
import type { Holder } from '../../../custody/transaction.ts'
import type { FormIssue } from '../../../forms/issue-text.ts'
import { wholeNumber } from '../../../forms/typed-numbers.ts'
import type { Picked } from '../../../things/holder-picker.tsx'
import type { Asked, Entered } from './action-specs.ts'

/** What stands in an action's dialog, as it was typed. */
export interface EntryDraft {
  to: Picked | undefined
  /** A holder's id or '' */
  from: string
  /** `YYYY-MM-DD` or '' */
  due: string
  /** Whether somebody chose the day, or emptied it. */
  dueChosen: boolean
  /** A location's id; '' for where the thing belongs. */
  place: string
  condition: Condition | ''
  count: string
  change: string
  note: string
}

function holderOf(picked: Picked): Holder {
  if (picked.kind === 'person') return { personId: picked.id }
  return picked.kind === 'team' ? { teamId: picked.id } : { locationId: picked.id }
}

/**
 * The entries that the dialog asked for, in the form of the ledger; `issues` is empty when all of them can be stored. A due
 * day that somebody enters `now` (ms) is not over yet.
 */
export function checkedEntries(
  draft: EntryDraft,
  spec: { readonly needs: readonly Asked[] },
  asks: (what: Asked) => boolean,
  timeZone: string,
  now: number,
): { readonly entered: Entered; readonly issues: readonly FormIssue[] } {
  const issues: FormIssue[] = []
  const needed = (what: Asked, empty: boolean) => {
    if (empty && asks(what) && spec.needs.includes(what)) issues.push({ field: what, code: 'required' })
  }
  const note = asks('note') ? draft.note.trim() : ''
  const wrong = note === '' ? undefined : validateField('note', transactions.fields.note, note)
  if (wrong) issues.push(wrong)
  const dueAt = asks('due') && isDueRule(draft.due) ? endOfDay(draft.due, timeZone) : undefined
  if (asks('due') && draft.due !== '' && dueAt === undefined) issues.push({ field: 'due', code: 'malformed' })
  if (dueAt !== undefined && draft.due < dayIn(now, timeZone)) issues.push({ field: 'due', code: 'past' })
  const condition = CONDITIONS.find((one) => asks('condition') && one === draft.condition)

  const counted: 'count' | 'change' | undefined = asks('count')
    ? 'count'
    : asks('change')
      ? 'change'
      : undefined
  let quantity: number | undefined
  if (counted) {
    const number = wholeNumber(draft[counted])
    if (draft[counted].trim() === '') issues.push({ field: counted, code: 'required' })
    else if (number === undefined) issues.push({ field: counted, code: 'not-a-number' })
    else if (counted === 'count' && number < 1)
      issues.push({ field: counted, code: 'out-of-range', limit: 1 })
    else if (number === 0) issues.push({ field: counted, code: 'required' })
    else {
      const range = validateField(counted, transactions.fields.quantity, number)
      if (range) issues.push(range)
      quantity = number
    }
  }
  needed('to', draft.to === undefined)
  needed('from', draft.from === '')
  needed('condition', condition === undefined)
  needed('note', note === '')

  return {
    issues,
    entered: {
      ...(asks('to') && draft.to ? { to: holderOf(draft.to) } : {}),
      ...(asks('from') && draft.from !== '' ? { fromHolderId: draft.from } : {}),
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(asks('place') && draft.place !== '' ? { locationId: draft.place } : {}),
      ...(condition === undefined ? {} : { condition }),
      ...(quantity === undefined ? {} : { quantity }),
      ...(note === '' ? {} : { note }),
    },
  }
}
