import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import type { Committer } from '../sync/committer.ts'
import { isErased } from '../sync/erased.ts'
import { type Needs, needDocument } from '../sync/needs.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/** As many documents as one commit changes. */
export const AT_ONCE = 200

export interface Step {
  readonly definition: Definition
  readonly id: string
  /** What is to stand there; undefined: it stays. */
  readonly change: (stored: Stored, unit: Unit) => Stored | undefined
}

/** What must hold in the commit, which is refused otherwise. */
export interface Condition {
  readonly needs: (needs: Needs) => void
  readonly require: (unit: Unit) => void
}

/** Changes documents of which something personal is to go, in one commit, each noted in the audit log. Resolves to how many. */
export function changeDocuments(
  committer: Committer,
  tenant: Tenant,
  steps: readonly Step[],
  actorId: string | undefined,
  condition?: Condition,
): Promise<number> {
  return committer.run(tenant, {
    size: Math.max(1, steps.length),
    needs(needs) {
      for (const { definition, id } of steps) needDocument(needs, definition, id)
      condition?.needs(needs)
    },
    decide(unit) {
      condition?.require(unit)
      let changed = 0
      for (const { definition, id, change } of steps) {
        const stored = unit.get(definition, id)
        if (!stored || isErased(definition, stored)) continue
        const next = change(stored, unit)
        if (!next || sameJson(next.document, stored.document)) continue
        unit.put(definition, next)
        unit.audit({
          actorId,
          deviceId: undefined,
          action: 'erase',
          collection: definition.name,
          documentId: id,
          detail: {},
        })
        changed += 1
      }
      return changed
    },
  })
}

/** A change of fields under the server's stamp; undefined as a value takes a field away. */
export function withFields(
  fieldsOf: (document: AnyDocument) => Readonly<Record<string, unknown>>,
): (stored: Stored, unit: Unit) => Stored | undefined {
  return (stored, unit) => {
    const fields = Object.entries(fieldsOf(stored.document)).filter(
      ([name, value]) => !sameJson(value, stored.document[name]),
    )
    if (fields.length === 0) return undefined
    const stamp = serverStamp(unit.now)
    const document: Record<string, unknown> = { ...stored.document }
    for (const [name, value] of fields) {
      if (value === undefined) delete document[name]
      else document[name] = value
    }
    return {
      ...stored,
      document: { ...document, id: stored.document.id, stamp, updatedAt: unit.now.toISOString() },
      fieldStamps: { ...stored.fieldStamps, ...Object.fromEntries(fields.map(([name]) => [name, stamp])) },
    }
  }
}
