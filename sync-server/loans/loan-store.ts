import { uuidv7 } from '../../shared/ids.ts'
import type { LoanSide, LoanState, LoanStep } from '../../shared/loans.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { LoanLine } from './loan-line.ts'

export interface LoanRow {
  readonly id: string
  readonly lenderId: string
  readonly borrowerId: string
  readonly state: LoanState
  /** `YYYY-MM-DD`. */
  readonly until: string
  readonly request: string
  readonly lines: readonly LoanLine[]
  readonly pending: LoanStep | null
  readonly pendingBy: LoanSide | null
  readonly pendingSince: string | null
  readonly lenderUserId: string | null
  readonly borrowerUserId: string | null
  readonly version: number
  readonly createdAt: string
  readonly updatedAt: string
}

/** Who takes a step. */
export interface LoanActor {
  readonly side: LoanSide
  readonly tenantId: string
  readonly userId: string
}

export interface LoanStore {
  create(
    wanted: Pick<LoanRow, 'lenderId' | 'borrowerId' | 'until' | 'request' | 'lines'>,
    by: LoanActor,
  ): Promise<LoanRow>
  find(id: string): Promise<LoanRow | undefined>
  /** Those of which the school is a side, the last changed first. */
  of(tenantId: string): Promise<readonly LoanRow[]>
  /** Those of which these schools are both sides, the last changed first. */
  between(tenantIds: readonly string[]): Promise<readonly LoanRow[]>
  /** From here on the step is under way and nothing else is; undefined: the loan is not as it was seen. */
  claim(
    seen: LoanRow,
    step: LoanStep,
    by: LoanActor,
    lines?: readonly LoanLine[],
  ): Promise<LoanRow | undefined>
  /** The step is done. A second time nothing happens. */
  finish(claimed: LoanRow, state: LoanState, lines: readonly LoanLine[]): Promise<void>
  /** The step could not be: the loan is as it was before. */
  giveUp(claimed: LoanRow): Promise<void>
  /** Of a school, those by which things are away, or of which a step is under way. */
  openOf(tenantId: string): Promise<readonly LoanRow[]>
  /** It ends without a step of either side, also in the middle of one. False where it is not as it was seen. */
  close(seen: LoanRow, state: LoanState): Promise<boolean>
  /** Steps that were begun before a time and not ended. */
  brokenOff(before: Date): Promise<readonly LoanRow[]>
}

const COLUMNS = `id, lender_id AS "lenderId", borrower_id AS "borrowerId", state, until, request, lines, pending,
  pending_by AS "pendingBy", pending_since AS "pendingSince", lender_user_id AS "lenderUserId", borrower_user_id AS "borrowerUserId", version,
  created_at AS "createdAt", updated_at AS "updatedAt"`

const MOST_SHOWN = 200

/** In which the lender's things are out of its room. */
export const AWAY = ['approved', 'lent', 'going_back'] as const satisfies readonly LoanState[]

export function loanStore(database: Database, now: () => number): LoanStore {
  async function noteStep(tx: Transaction, { id, version }: LoanRow, step: string, by: LoanActor) {
    await tx`
      INSERT INTO etrax_system.loan_steps (loan_id, n, step, side, tenant_id, user_id, at)
      VALUES (${id}, ${version}, ${step}, ${by.side}, ${by.tenantId}, ${by.userId}, ${new Date(now())})`
  }

  return {
    async create({ lenderId, borrowerId, until, request, lines }, by) {
      const state: LoanState = by.side === 'lender' ? 'offered' : 'asked'
      let made: LoanRow | undefined
      await database.begin(async (tx) => {
        const [row] = await tx.unsafe<LoanRow[]>(
          `INSERT INTO etrax_system.loans (id, lender_id, borrower_id, state, until, request, lines, lender_user_id,
             borrower_user_id, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5::text::date, $6, $7::text::jsonb, $8, $9, $10, $10) RETURNING ${COLUMNS}`,
          [
            uuidv7(now()),
            lenderId,
            borrowerId,
            state,
            until,
            request,
            JSON.stringify(lines),
            by.side === 'lender' ? by.userId : null,
            by.side === 'borrower' ? by.userId : null,
            new Date(now()),
          ],
        )
        if (!row) throw new Error('The loan was not stored.')
        made = row
        await noteStep(tx, row, state, by)
      })
      if (!made) throw new Error('The loan was not stored.')
      return made
    },
    async find(id) {
      const [row] = await database.unsafe<LoanRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.loans WHERE id = $1`,
        [id],
      )
      return row
    },
    async of(tenantId) {
      return await database.unsafe<LoanRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.loans
         WHERE lender_id = $1::text::uuid OR borrower_id = $1::text::uuid
         ORDER BY updated_at DESC, id LIMIT ${MOST_SHOWN}`,
        [tenantId],
      )
    },
    async between(tenantIds) {
      return await database.unsafe<LoanRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.loans
         WHERE lender_id = ANY($1::text[]::uuid[]) AND borrower_id = ANY($1::text[]::uuid[])
         ORDER BY updated_at DESC, id LIMIT ${MOST_SHOWN}`,
        [[...tenantIds]],
      )
    },
    async claim(seen, step, by, lines = seen.lines) {
      let claimed: LoanRow | undefined
      await database.begin(async (tx) => {
        const [row] = await tx.unsafe<LoanRow[]>(
          `UPDATE etrax_system.loans SET pending = $3, pending_by = $4, pending_since = $5, updated_at = $5,
             version = version + 1, lines = $6::text::jsonb,
             lender_user_id = CASE WHEN $4 = 'lender' THEN $7::text::uuid ELSE lender_user_id END,
             borrower_user_id = CASE WHEN $4 = 'borrower' THEN $7::text::uuid ELSE borrower_user_id END
           WHERE id = $1 AND version = $2 AND pending IS NULL RETURNING ${COLUMNS}`,
          [seen.id, seen.version, step, by.side, new Date(now()), JSON.stringify(lines), by.userId],
        )
        if (!row) return
        claimed = row
        await noteStep(tx, row, step, by)
      })
      return claimed
    },
    async finish({ id, version }, state, lines) {
      await database.unsafe(
        `UPDATE etrax_system.loans SET state = $3, lines = $4::text::jsonb, pending = NULL, pending_by = NULL,
           pending_since = NULL, updated_at = $5
         WHERE id = $1 AND version = $2 AND pending IS NOT NULL`,
        [id, version, state, JSON.stringify(lines), new Date(now())],
      )
    },
    async giveUp({ id, version }) {
      await database`
        UPDATE etrax_system.loans SET pending = NULL, pending_by = NULL, pending_since = NULL
        WHERE id = ${id} AND version = ${version}`
    },
    async openOf(tenantId) {
      return await database.unsafe<LoanRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.loans
         WHERE (lender_id = $1 OR borrower_id = $1) AND (state = ANY($2::text[]) OR pending IS NOT NULL) ORDER BY id`,
        [tenantId, [...AWAY]],
      )
    },
    async close({ id, version }, state) {
      const { count } = await database`
        UPDATE etrax_system.loans SET state = ${state}, version = version + 1, updated_at = ${new Date(now())},
          pending = NULL, pending_by = NULL, pending_since = NULL
        WHERE id = ${id} AND version = ${version}`
      return count === 1
    },
    async brokenOff(before) {
      return await database.unsafe<LoanRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.loans WHERE pending_since < $1 ORDER BY pending_since`,
        [before],
      )
    },
  }
}
