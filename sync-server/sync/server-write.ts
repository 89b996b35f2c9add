import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Committer } from './committer.ts'
import { needDocument } from './needs.ts'
import { serverStamp } from './server-stamp.ts'

export interface ServerWrite {
  readonly definition: Definition
  readonly id: string
  /**
   * The document as it is to be, from what is stored; undefined: leave it. Runs inside the commit, under its lock, and
   * may throw to refuse all of it.
   */
  readonly change: (stored: AnyDocument | undefined) => AnyDocument | undefined
  /** What the audit log says of it beside the names of the fields. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Writes of the server itself, such as to the users: in the tenant's order, audited and streamed like any other. `actorId`
 * is who asked for it. Returns the documents as they are stored now.
 */
export function writeAsServer(
  committer: Committer,
  tenant: Tenant,
  actorId: string | undefined,
  writes: readonly ServerWrite[],
): Promise<readonly (AnyDocument | undefined)[]> {
  return committer.run(tenant, {
    size: writes.length,
    needs(needs) {
      for (const write of writes) needDocument(needs, write.definition, write.id)
    },
    decide: (unit) =>
      writes.map(({ definition, id, change, detail }) => {
        const stored = unit.get(definition, id)
        const wanted = change(stored?.document)
        if (wanted === undefined) return stored?.document
        const now = unit.now.toISOString()
        const stamp = serverStamp(unit.now)
        const document = {
          ...wanted,
          id,
          stamp,
          createdAt: stored?.document.createdAt ?? now,
          updatedAt: now,
        }
        const fields = Object.keys(definition.fields).filter(
          (field) =>
            !sameJson(stored?.document[field], wanted[field]) && definition.fields[field]?.server !== true,
        )
        const changed = fields.filter((field) => field !== 'stamp' && field !== 'id')
        if (stored && changed.length === 0) return stored.document
        unit.put(definition, {
          document,
          deleted: false,
          seq: 0,
          fieldStamps: {
            ...stored?.fieldStamps,
            ...Object.fromEntries(changed.map((field) => [field, stamp])),
          },
          deviceStamps: stored?.deviceStamps ?? {},
        })
        unit.audit({
          actorId,
          deviceId: undefined,
          action: stored ? 'update' : 'create',
          collection: definition.name,
          documentId: id,
          detail: { ...detail, fields: changed.sort() },
        })
        return document
      }),
  })
}
