import type { Definition } from '../../shared/collections/definition.ts'
import { fieldsOf } from '../../shared/merge.ts'
import type { LiveWrite } from './push-context.ts'
import type { Unit } from './unit.ts'

export function auditWrite(
  unit: Unit,
  write: LiveWrite,
  action: 'create' | 'update' | 'delete' | 'restore',
  fields: readonly string[],
) {
  unit.audit({
    actorId: write.sender.subject.userId,
    deviceId: write.sender.deviceId,
    action,
    collection: write.definition.name,
    documentId: write.sent.id,
    detail: { stamp: write.stampAsSent, fields: [...fields].sort() },
  })
}

/** Fields whose contents a deletion must not have missed. */
export function contentFields(definition: Definition): string[] {
  return Object.keys(definition.groups)
    .filter((group) => group !== 'server')
    .flatMap((group) => fieldsOf(definition, group))
}
