import { ApiError } from '../sync/api-error.ts'
import { t } from './messages.ts'

/** Why a request about accounts failed, as a sentence. Reactive. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.other', { message: String(error) })
  const { code } = error
  if (code === 'offline' || code === 'factor-required' || code === 'visit-refused') return t(`error.${code}`)
  return t('error.other', { message: error.message })
}
