import { mayRead, type Subject } from '../../shared/access.ts'
import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import { users } from '../../shared/collections/users.ts'
import { sameJson } from '../../shared/json.ts'
import { sameEncoded } from '../../shared/merge-document/heads.ts'
import { collectionNames, registry } from '../../shared/registry.ts'
import { createSeeing } from '../../shared/seeing.ts'
import type { Device } from './device.ts'
import type { Evidence } from './evidence.ts'

const seeing = createSeeing(Object.values(registry))

/** What a device or a browser shows. */
export type ShownReplica = Pick<Device, 'name' | 'userId' | 'schemaVersion' | 'all'>

/** Where a device shows something else than the server holds for its user. */
export function replicaDifferences(device: ShownReplica, evidence: Evidence): readonly string[] {
  const subject = subjectOf(device, evidence)
  return collectionNames.flatMap((name) => {
    const definition = registry[name]
    const wanted = evidence
      .of(name)
      .filter(({ document, deleted }) => !deleted && mayRead(definition, subject, document))
      .map(({ document }) => seeing.seen(definition, subject, device.schemaVersion, document))
    const shown = new Map(device.all(name).map((document) => [document.id, document]))
    const about = (id: string) => `${device.name} ${name} ${id}`
    const missing = wanted.flatMap((document) => {
      const own = shown.get(document.id)
      shown.delete(document.id)
      if (own === undefined) return [`${about(document.id)} is not on the device`]
      if (saysTheSame(own, document)) return []
      return [`${about(document.id)} shows ${JSON.stringify(own)}, stored is ${JSON.stringify(document)}`]
    })
    return [...missing, ...[...shown.keys()].map((id) => `${about(id)} is not the server's`)]
  })
}

/** What is merged is compared by its heads: the same document may have other bytes [P1]. */
function saysTheSame({ merge, ...own }: AnyDocument, { merge: stored, ...rest }: AnyDocument): boolean {
  return sameJson(own, rest) && sameEncoded(merge, stored)
}

function subjectOf({ userId, name }: ShownReplica, evidence: Evidence): Subject {
  const stored = evidence.find('users', userId)
  if (!stored) throw new Error(`${name} has no account.`)
  const { role, personId, teamIds = [] } = typed(users, stored.document)
  return { userId, role, personId, teamIds }
}
