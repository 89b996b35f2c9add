import { isJsonObject } from '../../../../shared/json.ts'
import { RETENTION_KINDS, type RetentionKind } from '../../../../shared/retention.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

/** How long a kind of record is kept, and how much of it would go tonight. */
export interface Kept {
  readonly kind: RetentionKind
  readonly days: number
  readonly usual: number
  readonly least: number
  readonly most: number
  readonly due: number
}

export type ChosenDays = Readonly<Partial<Record<RetentionKind, number>>>

/** Counted by `days` where they are given; nothing is changed. @throws ApiError */
export function readRetention(days: ChosenDays, signal?: AbortSignal): Promise<readonly Kept[]> {
  return api('/privacy/retention', keptFrom, { query: days, ...(signal ? { signal } : {}) })
}

/** @throws ApiError */
export function storeRetention(days: ChosenDays): Promise<void> {
  return api('/privacy/retention', () => undefined, { method: 'PUT', body: { ...days } })
}

function keptFrom(answer: unknown): readonly Kept[] {
  if (!isJsonObject(answer) || !Array.isArray(answer.rules))
    throw new ApiError('unexpected-answer', 'The answer says nothing of what is kept.')
  return answer.rules.flatMap((rule) => {
    if (!isJsonObject(rule)) return []
    const kind = RETENTION_KINDS.find((one) => one === rule.kind)
    const { days, usual, least, most, due } = rule
    return kind &&
      typeof days === 'number' &&
      typeof usual === 'number' &&
      typeof least === 'number' &&
      typeof most === 'number' &&
      typeof due === 'number'
      ? [{ kind, days, usual, least, most, due }]
      : []
  })
}
