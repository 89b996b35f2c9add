import { type AnyDocument, type Definition, typed } from '../../shared/collections/definition.ts'
import { type Review, type ReviewKind, reviews } from '../../shared/collections/reviews.ts'
import { createSchoolSync } from '../create-school-sync.ts'
import type { Database } from '../db/database.ts'
import { documentSql } from '../sync/document-sql.ts'
import { type StoredRow, storedFrom } from '../sync/stored-row.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { makeCatalogue } from './catalogue.ts'
import { demoDevices } from './demo-devices.ts'
import { tellCatalogue } from './demo-documents.ts'
import { type DemoSchool, demoSchool, type Step } from './demo-school.ts'
import type { DemoTenant } from './demo-tenants.ts'
import { makeUsers } from './demo-users.ts'
import { tellCustody } from './disputes-custody.ts'
import { tellDecisions } from './disputes-decided.ts'
import { tellEdits } from './disputes-edits.ts'
import { tellRefusals } from './disputes-refusals.ts'
import { ledgerBook } from './ledger-book.ts'
import { makeRoster, type RosterPerson } from './roster.ts'
import type { SchoolPlan } from './school-plans.ts'
import { type SeasonParts, tellTeams } from './season.ts'
import { tellRepairs, tellRoom } from './season-room.ts'
import { seasonTime } from './season-time.ts'
import { type DemoUser, memberUser, staffUsers } from './staff.ts'
import { type Storeroom, storeroom } from './storeroom.ts'
import { TEAM_PLANS } from './team-plans.ts'

/** One demo school as it is told: who is there, and what happens when. */
interface Story {
  readonly users: readonly DemoUser[]
  readonly steps: readonly Step[]
}

/**
 * Makes a demo school's users and tells its season by the pushes of its devices, in the order in which the server received
 * them. What was told before changes nothing [P2], so a run that was cut off is simply run again.
 */
export async function seedSchool(
  database: Database,
  plan: SchoolPlan,
  { tenant, anchor }: DemoTenant,
): Promise<readonly DemoUser[]> {
  const serverClock = { now: 0 }
  const sync = createSchoolSync({
    database,
    now: () => new Date(serverClock.now),
    onError(error) {
      throw error
    },
  })
  try {
    const school = demoSchool({
      plan,
      tenant,
      time: seasonTime(anchor),
      context: sync.context,
      committer: sync.committer,
      serverClock,
      read: (definition, id) => readDocument(database, tenant, definition, id),
      reviewOf: (kind, documentId) => readReview(database, tenant, kind, documentId),
    })
    const { users, steps } = tellSchool(school)
    serverClock.now = school.time.at(291, 9)
    await makeUsers(sync.committer, tenant, users)
    for (const step of steps.toSorted((a, b) => a.at - b.at)) await step.run()
    return users
  } finally {
    await sync.close()
  }
}

function tellSchool(school: DemoSchool): Story {
  const { plan } = school
  const roster = makeRoster(plan)
  const pieces = makeCatalogue(plan, school.time)
  const room = storeroom(school, pieces)
  const book = ledgerBook(school)
  const staff = staffUsers(school)
  const devices = demoDevices(school, staff)
  const coaches = plan.staff.filter(({ role }) => role === 'COACH')
  const season: SeasonParts = {
    school,
    book,
    room,
    roster,
    station: devices.station,
    phoneOf: (team) => devices.phone(coaches.findIndex(({ teams }) => teams.includes(team)) + 1),
  }
  const coachKeys = coaches.map(({ key }) => key)
  tellRoom(season, coachKeys)
  tellTeams(season)
  tellRepairs(season)
  const member = memberUser(school, memberOf(school, roster, room))
  const disputes = { school, devices, room, memberPhone: devices.phoneOf(member) }
  return {
    users: [...staff, member],
    steps: [
      ...tellCatalogue(school, devices.laptop, roster, pieces),
      ...book.steps(),
      ...tellEdits(disputes),
      ...tellCustody(disputes),
      ...tellRefusals(disputes),
      ...tellDecisions(disputes),
    ],
  }
}

/** An athlete of a team that plays now, and who has been issued its gear: a member's pages have something to show. */
function memberOf({ id, time }: DemoSchool, roster: readonly RosterPerson[], room: Storeroom): RosterPerson {
  const playing = new Set(
    TEAM_PLANS.filter(({ season }) => time.phase(season) === 'current').map(({ key }) => key),
  )
  const member = roster.find(
    ({ key, teams, kind }) =>
      kind === 'athlete' &&
      teams.some((team) => playing.has(team)) &&
      room.heldBy(id('people', key)).length > 1,
  )
  if (!member) throw new Error('Nobody of the demo’s teams has any gear.')
  return member
}

async function readDocument(
  database: Database,
  tenant: Tenant,
  definition: Definition,
  id: string,
): Promise<AnyDocument> {
  const rows = await withTenant(database, tenant, (tx) =>
    tx.unsafe<StoredRow[]>(documentSql(definition).load, [[id]], { prepare: true }),
  )
  if (!rows[0]) throw new Error(`The demo has no ${definition.name} ${id}.`)
  return storedFrom(rows[0]).document
}

async function readReview(
  database: Database,
  tenant: Tenant,
  kind: ReviewKind,
  documentId: string,
): Promise<Review> {
  const { json, table } = documentSql(reviews)
  const rows = await withTenant(database, tenant, (tx) =>
    tx.unsafe<StoredRow[]>(
      `select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table}
       where kind = $1 and document_id = $2 order by received_at limit 1`,
      [kind, documentId],
    ),
  )
  if (!rows[0]) throw new Error(`The demo has no ${kind} review of ${documentId}.`)
  return typed(reviews, storedFrom(rows[0]).document)
}
