import type { Equipment } from './collections/equipment.ts'
import { isJsonObject } from './json.ts'

/** Of a loan between two schools: whose it is to do the next thing. */
export type LoanSide = 'lender' | 'borrower' | 'organization'

/**
 * asked: the other school is asked for things · offered: it names them · approved: the organization has agreed, the things are out
 * of the lender's room · lent: the borrower has them · going_back: they have left the borrower · returned: the lender has them.
 */
export const LOAN_STATES = [
  'asked',
  'offered',
  'approved',
  'lent',
  'going_back',
  'returned',
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
] as const
export type LoanStep = (typeof LOAN_STEPS)[number]

/** What a step does to the things, and in which school's tables. */
export type LoanEffect = 'lend' | 'take_back' | 'receive' | 'give_back'

export interface LoanTransition {
  readonly step: LoanStep
  readonly from: LoanState
  readonly by: LoanSide
  readonly to: LoanState
  readonly effect?: LoanEffect
}

/** Every step that there is. A step touches the tables of one school alone. */
export const LOAN_TRANSITIONS: readonly LoanTransition[] = [
  { step: 'offer', from: 'asked', by: 'lender', to: 'offered' },
  { step: 'decline', from: 'asked', by: 'lender', to: 'declined' },
  { step: 'withdraw', from: 'asked', by: 'borrower', to: 'withdrawn' },
  { step: 'approve', from: 'offered', by: 'organization', to: 'approved', effect: 'lend' },
  { step: 'refuse', from: 'offered', by: 'organization', to: 'refused' },
  { step: 'decline', from: 'offered', by: 'borrower', to: 'declined' },
  { step: 'withdraw', from: 'offered', by: 'lender', to: 'withdrawn' },
  { step: 'receive', from: 'approved', by: 'borrower', to: 'lent', effect: 'receive' },
  { step: 'decline', from: 'approved', by: 'borrower', to: 'declined', effect: 'take_back' },
  { step: 'withdraw', from: 'approved', by: 'lender', to: 'withdrawn', effect: 'take_back' },
  { step: 'send_back', from: 'lent', by: 'borrower', to: 'going_back', effect: 'give_back' },
  { step: 'take_back', from: 'going_back', by: 'lender', to: 'returned', effect: 'take_back' },
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
