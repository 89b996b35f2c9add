import * as automerge from '@automerge/automerge'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { growDocument } from '../../shared/merge-document/grow.ts'
import { edit, type Turn } from './operation.ts'

/** Notes, tags and own fields with the document that the device grew, as a client does that has the library [A1]. */
export function grow(turn: Turn, id: string, changes: Readonly<Record<string, unknown>>): boolean {
  const { device } = turn
  return edit(turn, 'equipment', id, (current, stamp) => {
    const next = { ...current, ...changes }
    const merge = growDocument(automerge, mergeFieldsOf(current), mergeFieldsOf(next), {
      deviceId: device.deviceId,
      stamp,
    })
    return { ...changes, merge }
  })
}
