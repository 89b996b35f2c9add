import type { Equipment } from './collections/equipment.ts'
import { isDigestUuid } from './ids.ts'
import { isJsonObject } from './json.ts'

/** Whether a user stands for another school, for what that does here: its id follows from the school's, and nobody signs in by it. */
export function standsForSchool(userId: string): boolean {
  return isDigestUuid(userId)
}

/** Of a loan between two schools: whose it is to do the next thing. */
export type LoanSide = 'lender' | 'borrower' | 'organization'

/**
 * asked: the other school is asked for things · offered: it names them · approved: the organization has agreed, the things are out
 * of the lender's room · lent: the borrower has them · going_back: they have left the borrower · returned: the lender has them ·
 * lost: the lender counts on them no more.
 */
export const LOAN_STATES = [
  'asked',
  'offered',
  'approved',
  'lent',
  'going_back',
  'returned',
  'lost',
  'declined',
  'refused',
  'withdrawn',
] as const
export type LoanState = (typeof LOAN_STATES)[number]

export const LOAN_STEPS = [
  'offer',
  'approve',
  'refuse',
  'decline',
  'withdraw',
  'receive',
  'send_back',
  'take_back',
  'reclaim',
  'write_off',
] as const
export type LoanStep = (typeof LOAN_STEPS)[number]

/** What a step does to the things, and in which school's tables. */
export type LoanEffect = 'lend' | 'take_back' | 'lose' | 'receive' | 'give_back' | 'leave'

export interface LoanTransition {
  readonly step: LoanStep
  readonly from: LoanState
  readonly by: LoanSide
  readonly to: LoanState
  /** One after the other, each in the tables of one school. */
  readonly effects?: readonly LoanEffect[]
}

/**
 * Every step that there is. With things that are lent the lender is not at the borrower's mercy: what is back without the borrower's
 * word, or will not come back, leaves the borrower's list by the lender's.
 */
export const LOAN_TRANSITIONS: readonly LoanTransition[] = [
  { step: 'offer', from: 'asked', by: 'lender', to: 'offered' },
  { step: 'decline', from: 'asked', by: 'lender', to: 'declined' },
  { step: 'withdraw', from: 'asked', by: 'borrower', to: 'withdrawn' },
  { step: 'approve', from: 'offered', by: 'organization', to: 'approved', effects: ['lend'] },
  { step: 'refuse', from: 'offered', by: 'organization', to: 'refused' },
  { step: 'decline', from: 'offered', by: 'borrower', to: 'declined' },
  { step: 'withdraw', from: 'offered', by: 'lender', to: 'withdrawn' },
  { step: 'receive', from: 'approved', by: 'borrower', to: 'lent', effects: ['receive'] },
  { step: 'decline', from: 'approved', by: 'borrower', to: 'declined', effects: ['take_back'] },
  { step: 'withdraw', from: 'approved', by: 'lender', to: 'withdrawn', effects: ['take_back'] },
  { step: 'send_back', from: 'lent', by: 'borrower', to: 'going_back', effects: ['give_back'] },
  { step: 'reclaim', from: 'lent', by: 'lender', to: 'returned', effects: ['leave', 'take_back'] },
  { step: 'write_off', from: 'lent', by: 'lender', to: 'lost', effects: ['leave', 'lose'] },
  { step: 'take_back', from: 'going_back', by: 'lender', to: 'returned', effects: ['take_back'] },
  { step: 'write_off', from: 'going_back', by: 'lender', to: 'lost', effects: ['lose'] },
]

/** The one transition of that step which a side may take from a state; undefined: none. */
export function loanTransition(step: LoanStep, from: LoanState, by: LoanSide): LoanTransition | undefined {
  return LOAN_TRANSITIONS.find((one) => one.step === step && one.from === from && one.by === by)
}

/** What a side may do with a loan as it stands. */
export function loanStepsOf(from: LoanState, by: LoanSide): readonly LoanStep[] {
  return LOAN_TRANSITIONS.filter((one) => one.from === from && one.by === by).map(({ step }) => step)
}

/** How a thing tells that it is lent: to another school, or from it. */
export interface ThingLoan {
  readonly id: string
  readonly side: 'lent' | 'borrowed'
  /** The other school's name. */
  readonly school: string
  /** `YYYY-MM-DD`. */
  readonly until: string
}

export function loanOf({ loan }: Pick<Equipment, 'loan'>): ThingLoan | undefined {
  if (!isJsonObject(loan)) return undefined
  const { id, side, school, until } = loan
  if (typeof id !== 'string' || typeof school !== 'string' || typeof until !== 'string') return undefined
  return side === 'lent' || side === 'borrowed' ? { id, side, school, until } : undefined
}

/** What of a thing is its owner's alone to say; a school that has it on loan keeps it in its own places and teams. */
export const BORROWERS_FIELDS: readonly string[] = ['categoryId', 'teamId', 'homeLocationId']
