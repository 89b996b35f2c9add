import type { Entry } from './ledger-book.ts'
import { seededRandom } from './random.ts'
import type { SeasonParts } from './season.ts'

/** What the equipment room does beside the teams: reconditioning, repairs, loans to staff, counted gear. */
export function tellRoom(parts: SeasonParts, coaches: readonly string[]) {
  const random = seededRandom(`${parts.school.plan.slug} room`)
  recondition(parts)
  inspect(parts)
  const { school, book, room, roster, station } = parts
  const { time } = school
  const loans: Entry[] = []
  const lend = (plan: string, count: number, dueDays: number, to: readonly string[] = coaches) => {
    for (const thing of room.onShelf(plan).slice(0, count)) {
      const day = random.between(9, 24)
      loans.push({
        thing,
        type: 'check_out',
        at: time.at(day, 11, loans.length),
        toHolderId: school.id('people', random.pick(to)),
        dueAt: time.at(dueDays, 17),
      })
    }
  }
  lend('RAD', 6, -3)
  lend('STW', 9, 4)
  lend('TAB', 3, 6)
  lend('MED', 5, -20)
  lend('BCG', 2, 8)
  const players = roster.filter(({ teams }) => teams.includes('football-jv')).map(({ key }) => key)
  lend('FGD', 12, 2, players)
  book.session(station, loans)
  countedGear(parts)
}

/** One batch came back certified, another is away. */
function recondition({ school, book, room, station }: SeasonParts) {
  const { time } = school
  const helmets = room.onShelf('FBH')
  const back = helmets.slice(0, 30)
  book.session(
    station,
    back.map((thing, order) => ({
      thing,
      type: 'maintenance_out',
      at: time.at(250, 9, order),
      note: 'Reconditioning, spring batch',
    })),
  )
  book.session(
    station,
    back.map((thing, order) => ({
      thing,
      type: 'maintenance_in',
      at: time.at(214, 9, order),
      condition: 'good',
    })),
  )
}

function inspect({ school, book, room, station }: SeasonParts) {
  const { time } = school
  book.session(
    station,
    room.onShelf('AED').map((thing, order) => ({
      thing,
      type: 'inspect',
      at: time.at(26, 8, 10 * order),
      condition: 'good',
      note: 'Pads and battery checked',
    })),
  )
}

/** After the teams were told: what is on the shelf now goes to the reconditioner, and worn pieces are retired. */
export function tellRepairs({ school, book, room, station }: SeasonParts) {
  const { time } = school
  const away = room.onShelf('FBH').slice(0, 14)
  book.session(
    station,
    away.map((thing, order) => ({
      thing,
      type: 'maintenance_out',
      at: time.at(11, 9, order),
      note: 'Reconditioning, fall batch',
    })),
  )
  const worn = room.things.filter(({ status, piece }) => status === 'available' && piece.condition === 'poor')
  book.session(
    station,
    worn.map(
      (thing, order): Entry =>
        order % 3 === 0
          ? { thing, type: 'retire', at: time.at(9, 13, order % 60), note: 'Worn beyond repair' }
          : { thing, type: 'maintenance_out', at: time.at(8, 13, order % 60), note: 'To repair' },
    ),
  )
}

/** Balls, cones and pads that are counted out to teams. */
function countedGear({ school, book, room, station }: SeasonParts) {
  const { time } = school
  const to = (bin: number, quantity: number, team: string, day: number): Entry => ({
    thing: room.thing(`BIN-${bin}`),
    type: 'check_out',
    at: time.at(day, 14, bin),
    quantity,
    toHolderId: school.id('teams', team),
    dueAt: time.at(-12, 17),
  })
  const back = (bin: number, quantity: number, day: number): Entry => ({
    thing: room.thing(`BIN-${bin}`),
    type: 'check_in',
    at: time.at(day, 14, bin),
    quantity,
  })
  const out = [
    to(2, 14, 'football-v', 42),
    to(2, 10, 'football-jv', 42),
    to(3, 12, 'soccer-g', 41),
    to(3, 12, 'soccer-b', 41),
    to(4, 16, 'volleyball', 40),
    to(5, 12, 'basketball-b', 18),
    to(6, 12, 'basketball-g', 18),
    to(11, 60, 'football-v', 39),
    to(17, 46, 'football-v', 39),
    to(25, 30, 'soccer-b', 30),
  ]
  book.session(station, [...out, back(3, 4, 15), back(25, 10, 12), back(11, 20, 10)])
  book.session(station, [
    {
      thing: room.thing('BIN-21'),
      type: 'adjust',
      at: time.at(7, 10),
      quantity: 24,
      note: 'New order arrived',
    },
    {
      thing: room.thing('BIN-25'),
      type: 'report_lost',
      at: time.at(6, 10),
      quantity: 3,
      note: 'Left at the away game',
    },
  ])
}
