import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import type { DayLine } from './day-line.ts'
import type { DayMember } from './day-member.ts'
import { type Position, pulledPage, pullRequest } from './day-requests.ts'

/** What a school's devices did and the server, or a watching reader, has otherwise. */
export async function dayDrift(school: readonly DayMember[]): Promise<readonly string[]> {
  const [first] = school
  if (!first) return []
  const entries = await all(first.line, 'transactions')
  const stored = await all(first.line, 'equipment')
  const reviews = await all(first.line, 'reviews')
  const drift: string[] = []
  if (reviews.size > 0) drift.push(`${reviews.size} reviews were filed`)
  const confirmed = school.flatMap(({ device }) => device.confirmed)
  if (entries.size !== confirmed.length) drift.push(`${entries.size} entries of ${confirmed.length}`)
  for (const id of confirmed) if (!entries.has(id)) drift.push(`the entry ${id} is missing`)
  const things = school.flatMap(({ device }) => device.things)
  for (const { id, custodyId, status } of things) {
    const thing = stored.get(id)
    if (thing?.custodyId !== custodyId || thing?.status !== status)
      drift.push(`the thing ${id} stands otherwise`)
  }
  for (const { replica } of school) {
    if (!replica) continue
    const unseen = confirmed.filter((id) => !replica.entries.has(id)).length
    const otherwise = things.filter(({ id, custodyId }) => replica.custodyOf(id) !== custodyId).length
    if (unseen + otherwise > 0)
      drift.push(`a reader has not seen ${unseen} entries and has ${otherwise} things otherwise`)
  }
  return drift
}

async function all(line: DayLine, collection: string): Promise<ReadonlyMap<string, AnyDocument>> {
  const found = new Map<string, AnyDocument>()
  for (let at: Position | undefined; ; ) {
    const from = at
    const page = pulledPage(await line.send((device) => pullRequest(device, collection, from)))
    if (page.documents.length === 0) return found
    for (const document of page.documents) found.set(document.id, document)
    at = page.checkpoint
  }
}
