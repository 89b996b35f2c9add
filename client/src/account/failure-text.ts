import { ApiError } from '../sync/api-error.ts'
import { t } from './messages.ts'

/** Why a request about accounts failed, as a sentence. Reactive. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.other', { message: String(error) })
  if (error.code === 'offline' || error.code === 'factor-required') return t(`error.${error.code}`)
  return t('error.other', { message: error.message })
}
