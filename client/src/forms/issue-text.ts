import type { IssueCode } from '../../../shared/validate.ts'
import { t } from './messages.ts'

/** What is wrong with one field of a form: the definition's codes, and those that only text typed by a person has. */
export interface FormIssue {
  readonly field: string
  readonly code: IssueCode | 'not-a-number' | 'not-money' | 'twice' | 'past'
  readonly limit?: number
}

/** The sentence below a field, or undefined where nothing is wrong with it. Reactive. */
export function issueText(issues: readonly FormIssue[], field: string): string | undefined {
  const issue = issues.find((one) => one.field === field)
  return issue && t(`issue.${issue.code}`, { limit: issue.limit ?? 0 })
}
