import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import { LETTER, rulesOf, shownFields } from './test-access-page.ts'
import { type RightsSchool, rightsSchool } from './test-rights-school.ts'
import { openStream, type Streamed, type StreamReader } from './test-stream-reader.ts'

/** Documents of the school, by hand: who sees each, and a text in it that reaches nobody else. */
interface Sample {
  readonly collection: CollectionName
  readonly id: string
  readonly seenBy: string
  readonly secret?: string
}

let school: RightsSchool
let foreigner: string
const samples: Sample[] = []
const streamed = new Map<Role, { documents: readonly Streamed[]; text: string }>()
const HOLDS = 'secret-of-holds'

beforeAll(async () => {
  school = await rightsSchool()
  const streams = new Map<Role, StreamReader>()
  for (const role of PEOPLE_ROLES) streams.set(role, await openStream(school.server, school.as(role).token))
  await fill()
  await school.make('categories', { name: 'the end' })
  for (const [role, stream] of streams) {
    streamed.set(role, await stream.until('the end'))
    await stream.close()
  }
})
afterAll(() => school.end())

async function fill() {
  const other = await school.server.schools.provision('lakeview')
  foreigner = (await school.server.addUser(other, 'COACH')).id
  const thing = { kind: 'serialized', status: 'available' }
  const own = await school.make('equipment', { ...thing, name: 'Own helmet' })
  const others = await school.make('equipment', { ...thing, name: 'secret-of-thing' })
  const ownEntry = await school.handOut(own, school.ownPerson)
  const otherEntry = await school.handOut(others, school.otherPerson, 'secret-of-entry')
  await school.as('SCHOOL_ADMIN').rest('PATCH', `/people/${school.ownPerson}`, { holds: { why: HOLDS } })
  await school.as('SCHOOL_ADMIN').rest('PATCH', `/people/${school.otherPerson}`, { name: 'secret-of-person' })
  for (const id of [school.ownTeam, school.otherTeam])
    await school.as('SCHOOL_ADMIN').rest('PATCH', `/teams/${id}`, { sport: 'Football' })
  samples.push(
    { collection: 'equipment', id: own, seenBy: 'UCESOP' },
    { collection: 'equipment', id: others, seenBy: 'CESOP', secret: 'secret-of-thing' },
    { collection: 'transactions', id: ownEntry, seenBy: 'UCESOP' },
    { collection: 'transactions', id: otherEntry, seenBy: 'CESOP', secret: 'secret-of-entry' },
    { collection: 'people', id: school.ownPerson, seenBy: 'UCESOP' },
    { collection: 'people', id: school.otherPerson, seenBy: 'ESOP', secret: 'secret-of-person' },
    { collection: 'users', id: school.as('USER').user.id, seenBy: 'UCESOP' },
    {
      collection: 'users',
      id: school.as('SCHOOL_ADMIN').user.id,
      seenBy: 'CESOP',
      secret: 'SCHOOL_ADMIN of',
    },
    { collection: 'teams', id: school.ownTeam, seenBy: 'UCESOP' },
    { collection: 'teams', id: school.otherTeam, seenBy: 'UCESOP' },
    { collection: 'categories', id: await school.make('categories', { name: 'Pads' }), seenBy: 'UCESOP' },
    { collection: 'locations', id: await school.make('locations', { name: 'Cage' }), seenBy: 'UCESOP' },
    { collection: 'reviews', id: await refusedWrite('USER', own), seenBy: 'UESOP', secret: 'secret-of-USER' },
    {
      collection: 'reviews',
      id: await refusedWrite('COACH', own),
      seenBy: 'CESOP',
      secret: 'secret-of-COACH',
    },
    {
      collection: 'reviews',
      id: await refusedWrite('ORG_ADMIN', own),
      seenBy: 'ESOP',
      secret: 'secret-of-ORG_ADMIN',
    },
  )
}

/** A write that the role may not make, which is kept as a review under its name. */
async function refusedWrite(role: Role, id: string): Promise<string> {
  const caller = school.as(role)
  const base = (await caller.pull('equipment')).find((one) => one.id === id)
  if (!base) throw new Error('It is not there.')
  const { _deleted: _, ...document } = base
  const change = { ...document, name: `secret-of-${role}`, stamp: caller.stamp() }
  const { rejected } = await caller.push('equipment', [
    { assumedMasterState: document, newDocumentState: change },
  ])
  return rejected[0]?.reviewId ?? ''
}

const sees = ({ seenBy }: Sample, role: Role) => seenBy.includes(LETTER[role])
const ofCollection = (collection: CollectionName) => samples.filter((one) => one.collection === collection)

function expectedIds(collection: CollectionName, role: Role): readonly string[] {
  return ofCollection(collection)
    .filter((one) => sees(one, role))
    .map(({ id }) => id)
    .toSorted()
}

/** Of what came, the documents that are known here. */
function knownIds(collection: CollectionName, documents: readonly AnyDocument[]): readonly string[] {
  const ids = new Set(documents.filter(({ _deleted }) => _deleted !== true).map(({ id }) => id))
  return ofCollection(collection)
    .map(({ id }) => id)
    .filter((id) => ids.has(id))
    .toSorted()
}

/** Nothing of what the role does not see is anywhere in the text, nor a field that is kept from it. */
function expectNothingHidden(
  role: Role,
  collection: CollectionName,
  text: string,
  documents: readonly AnyDocument[],
) {
  for (const one of samples)
    if (one.secret !== undefined && !sees(one, role)) expect(text).not.toContain(one.secret)
  if (role === 'COACH') expect(text).not.toContain(HOLDS)
  const shown = [...shownFields(collection, role), '_deleted']
  for (const document of documents)
    expect(Object.keys(document).filter((field) => !shown.includes(field))).toEqual([])
}

const pairs = collectionNames.flatMap((collection) => PEOPLE_ROLES.map((role) => [collection, role] as const))

describe('[ASVS 8.2.2] [ASVS 8.2.3] [ASVS 15.3.1] a role is sent what the page says, and no field more', () => {
  test.each(pairs)('%s pulled by %s', async (collection, role) => {
    const documents = await school.as(role).pull(collection)
    expect(knownIds(collection, documents)).toEqual(expectedIds(collection, role))
    expectNothingHidden(role, collection, JSON.stringify(documents), documents)
    expect(JSON.stringify(documents)).not.toContain('@northridge.example')
  })

  test.each(pairs)('%s streamed to %s', (collection, role) => {
    const { documents, text } = streamed.get(role) ?? { documents: [], text: '' }
    const own = documents.filter((one) => one.collection === collection).map(({ document }) => document)
    // Users were there before the stream was opened.
    if (collection !== 'users') expect(knownIds(collection, own)).toEqual(expectedIds(collection, role))
    expectNothingHidden(role, collection, text, own)
  })

  test.each(pairs)(
    '%s by the API by %s: the list, its filters and order, and each by its id',
    async (collection, role) => {
      const caller = school.as(role)
      const list = await caller.rest('GET', collection === 'users' ? '/users' : `/${collection}?limit=500`)
      const listed: readonly AnyDocument[] = JSON.parse(list.text)[
        collection === 'users' ? 'users' : 'documents'
      ]
      const withoutEmail = listed.map(({ email: _, ...rest }) => ({
        ...rest,
        id: rest.id,
        stamp: rest.stamp,
      }))
      expect(knownIds(collection, withoutEmail)).toEqual(expectedIds(collection, role))
      expectNothingHidden(role, collection, list.text, withoutEmail)
      expect(list.text.includes('@northridge.example')).toBe(
        collection === 'users' && ['SCHOOL_ADMIN', 'SUPER_ADMIN'].includes(role),
      )
      const nowhere = withoutTrace((await caller.rest('GET', `/${collection}/${uuidv7()}`)).text)
      for (const one of [...ofCollection(collection), { collection, id: foreigner, seenBy: '' }]) {
        const found = await caller.rest('GET', `/${collection}/${one.id}`)
        expect([one.id, found.status]).toEqual([one.id, sees(one, role) ? 200 : 404])
        if (found.status === 404) expect(withoutTrace(found.text)).toEqual(nowhere)
        else expectNothingHidden(role, collection, found.text, [])
        if (collection === 'users') continue
        const byId = JSON.parse((await caller.rest('GET', `/${collection}?id=${one.id}`)).text)
        expect(byId.documents).toHaveLength(sees(one, role) ? 1 : 0)
        const secret = encodeURIComponent(one.secret ?? 'nothing')
        for (const query of [`q=${secret}`, `q=${secret}&sort=-createdAt`]) {
          const { text } = await caller.rest('GET', `/${collection}?${query}`)
          if (!sees(one, role)) expect(text).toBe('{"documents":[]}')
        }
      }
      for (const field of Object.keys(rulesOf(collection).hidden))
        for (const query of [`${field}=x`, `sort=${field}`])
          expect((await caller.rest('GET', `/${collection}?${query}`)).status).toBe(
            collection === 'users' ? 200 : 400,
          )
    },
  )
})

function withoutTrace(text: string): unknown {
  const { traceId: _, ...rest } = JSON.parse(text)
  return rest
}

/** With these a guess is a whole document, of collections of which somebody sees a part and makes none. */
const WHOLE: Partial<Record<CollectionName, object>> = {
  equipment: { kind: 'serialized', status: 'available' },
  people: { kind: 'athlete', active: true },
  users: { role: 'COACH', active: true },
}

describe('[ASVS 8.2.2] [ASVS 8.2.3] what a write is answered with tells nothing of what its sender does not see', () => {
  test.each(pairs)('%s pushed by %s', async (collection, role) => {
    const caller = school.as(role)
    const answerFor = async (id: string, fields: object = {}) => {
      const guess = { id, name: 'A guess', stamp: '', ...fields }
      const answer = await caller.push(collection, [
        { assumedMasterState: guess, newDocumentState: { ...guess, name: 'Other', stamp: caller.stamp() } },
      ])
      expectNothingHidden(role, collection, JSON.stringify(answer), answer.documents)
      const plain = { ...answer, rejected: answer.rejected.map(({ reviewId: _, ...rest }) => rest) }
      return JSON.stringify(plain).replaceAll(id, 'the id')
    }
    const unseen = ofCollection(collection).filter((one) => !sees(one, role))
    const seen = ofCollection(collection).filter((one) => sees(one, role))
    const nowhere = await answerFor(rulesOf(collection).make.includes(role) ? foreigner : uuidv7())
    for (const { id } of unseen) expect(await answerFor(id)).toBe(nowhere)
    const whole = WHOLE[collection]
    if (whole && unseen.length > 0) {
      const wholly = await answerFor(uuidv7(), whole)
      for (const { id } of unseen) expect(await answerFor(id, whole)).toBe(wholly)
    }
    for (const { id } of seen) await answerFor(id)
    // Neither what is kept of those guesses tells more.
    const reviews = await caller.pull('reviews')
    expectNothingHidden(role, 'reviews', JSON.stringify(reviews), reviews)
  })
})
