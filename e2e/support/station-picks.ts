import type { TestServer } from './server.ts'

export interface PickedThing {
  readonly id: string
  readonly code: string
}
export interface PickedPerson {
  readonly id: string
  readonly name: string
  readonly badge: string
}

/** Things and people of the demo school for one test each: nothing is handed out twice. */
export interface Picks {
  /** Serialized things that may be issued now. */
  free(count: number): Promise<readonly PickedThing[]>
  /** Serialized things that somebody has and that are due later, or on no day. */
  out(count: number): Promise<readonly PickedThing[]>
  /** Serialized things that somebody has and that are overdue. */
  overdue(count: number): Promise<readonly PickedThing[]>
  /** Somebody whom the coach sees. */
  person(): Promise<PickedPerson>
}

const usable = `kind = 'serialized' and tag_code is not null and not deleted and pending_deletion is not true
  and coalesce(condition, 'good') <> 'unsafe' and coalesce(recertify_by, 'infinity') > now() + interval '30 days'
  and coalesce(retire_by, 'infinity') > now() + interval '30 days'`

export function createPicks(server: TestServer): Picks {
  const given = { free: 0, out: 0, overdue: 0, person: 0 }
  const rows = (table: string, where: string) => server.rows('northridge', table, where)

  async function things(
    kind: 'free' | 'out' | 'overdue',
    where: string,
    count: number,
  ): Promise<readonly PickedThing[]> {
    const open = await rows('reviews', `state = 'open'`)
    const inReview = new Set(open.map((review) => review.document_id))
    const found = await rows('equipment', `${usable} and ${where} order by id`)
    const clear = found.filter(({ id }) => !inReview.has(id)).slice(given[kind], given[kind] + count)
    if (clear.length < count) throw new Error('The demo school is too small.')
    given[kind] += count
    return clear.map((row) => ({ id: String(row.id), code: String(row.tag_code) }))
  }

  return {
    free: (count) => things('free', `status = 'available'`, count),
    out: (count) =>
      things(
        'out',
        `status = 'checked_out' and coalesce(due_at, 'infinity') > now() + interval '1 hour'`,
        count,
      ),
    overdue: (count) => things('overdue', `status = 'checked_out' and due_at < now()`, count),
    async person() {
      const { email } = server.signIn('northridge', 'COACH')
      const [account] = await rows('credentials', `email = '${email}'`)
      const [coach] = await rows('users', `id = '${String(account?.user_id)}'`)
      const teams = Array.isArray(coach?.team_ids) ? coach.team_ids.join() : ''
      const found = await rows(
        'people',
        `team_ids && '{${teams}}' and active and badge_code is not null and not deleted order by id`,
      )
      const person = found[given.person]
      if (!person) throw new Error('The demo coach has nobody.')
      given.person += 1
      return { id: String(person.id), name: String(person.name), badge: String(person.badge_code) }
    },
  }
}
