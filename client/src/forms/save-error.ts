import { UnknownEquipmentError } from '../custody/actions.ts'
import { GiverNeededError } from '../custody/bulk-holdings.ts'
import { MovedOnError } from '../custody/moved-on.ts'
import { ChangedMeanwhileError } from '../db/changed-meanwhile.ts'
import { NotAllowedError } from '../db/not-allowed.ts'
import { StorageError } from '../db/storage-error.ts'
import { InvalidDocumentError, RecordGoneError } from '../db/write.ts'
import { t } from './messages.ts'

/** Why a local write was not saved [D9], as a sentence. Reactive. */
export function saveErrorText(error: unknown): string {
  if (error instanceof StorageError) return t(`error.${error.code}`)
  if (error instanceof NotAllowedError) return t('error.not-allowed')
  if (error instanceof ChangedMeanwhileError) return t('meanwhileHint')
  if (error instanceof RecordGoneError) return t('error.gone')
  if (error instanceof UnknownEquipmentError) return t('error.unknown-equipment')
  if (error instanceof MovedOnError) return t('error.moved-on')
  if (error instanceof GiverNeededError) return t('error.giver-needed')
  if (error instanceof InvalidDocumentError)
    return t('error.invalid', { fields: error.issues.map((issue) => issue.field).join(', ') })
  return t('error.unknown', { detail: error instanceof Error ? error.message : String(error) })
}
