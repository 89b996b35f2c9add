import type { AnyDocument } from '../../shared/collections/definition.ts'
import { CONDITIONS } from '../../shared/collections/equipment.ts'
import type { Review, ReviewKind } from '../../shared/collections/reviews.ts'
import { isJsonObject } from '../../shared/json.ts'
import type { CollectionName } from '../../shared/registry.ts'
import type { DecisionDraft, Side } from '../../shared/reviews/decision.ts'
import type { Random } from './random.ts'

/**
 * What managers decide in a run: `all`, or `words` and rejections alone, which leave documents and ledger as they are. Runs of
 * before there was more go on as they were.
 */
export const DECISIONS = ['all', 'words'] as const
export type Decisions = (typeof DECISIONS)[number]

/** What is decided, as a screen hands it over. */
export type Choice = Pick<DecisionDraft, 'action' | 'fields' | 'value' | 'reason'>

/** Who decides, with what is on their screen. */
export interface Chair {
  readonly random: Random
  readonly userId: string
  word(): string
  all(collection: CollectionName): readonly AnyDocument[]
}

/** Fields that a person types; what else lost is picked from a side. */
const TYPED = ['name', 'model', 'size', 'manufacturer', 'jerseyNumber', 'season']
const SIDES: readonly Side[] = ['device', 'server', 'base']

/**
 * Any of the answers that a review of this kind can be given in this state, also those that turn out to be impossible: who
 * decides knows no more than the device shows.
 */
export function chooseDecision(review: Review, chair: Chair): Choice | undefined {
  const { random } = chair
  const { kind, state, resolution } = review
  const isDecided = resolution !== undefined
  if (isDecided && random.chance(0.8)) return { action: 'undo' }
  if (state === 'open' && random.chance(0.15)) return chooseWords(chair)
  if (random.chance(0.1)) return { action: 'reject', reason: chair.word() }
  return ENDINGS[kind](review, chair)
}

/** What leaves a review open. */
export function chooseWords({ random, userId, word }: Chair): Choice {
  return random.pick([
    { action: 'assign', value: { assigneeId: userId } },
    { action: 'defer', value: { until: '2030-01-01T00:00:00.000Z' } },
    { action: 'ask', reason: word() },
  ] as const)
}

const either = (random: Random): Choice => ({ action: random.pick(['take-server', 'take-device'] as const) })

const ENDINGS: Readonly<Record<ReviewKind, (review: Review, chair: Chair) => Choice | undefined>> = {
  overwritten(review, chair) {
    const { random } = chair
    if (random.chance(0.6)) return either(random)
    const fields = review.fields ?? []
    if (random.chance(0.5)) return pick(fields, random)
    return edit(fields, chair) ?? either(random)
  },
  'custody-fork'(review, chair) {
    const { random } = chair
    const ends = review.transactionIds ?? []
    return random.pick<() => Choice>([
      () => ({ action: 'take-server' }),
      () => ({ action: 'take-device' }),
      () => ({ action: 'take-device', value: { transactionId: random.pick(ends) } }),
      () => ({ action: 'reverse' }),
      () => ({ action: 'retag', value: { tagCode: `SECOND-${chair.word()}` } }),
      () => ({ action: 'edit', value: whereabouts(chair) }),
    ])()
  },
  overdraw(_review, { random }) {
    if (random.chance(0.3)) return { action: 'edit', value: { quantity: random.int(20) } }
    return random.chance(0.3) ? { action: 'reverse' } : either(random)
  },
  'duplicate-tag'({ fields = [] }, chair) {
    // A screen offers another serial there; another tag is refused.
    if (fields[0] === 'serial' && chair.random.chance(0.4))
      return { action: 'edit', value: { serial: `SERIAL-${chair.word()}` } }
    if (chair.random.chance(0.4)) return { action: 'retag', value: { tagCode: `OTHER-${chair.word()}` } }
    return either(chair.random)
  },
  deletion: (_review, { random }) => either(random),
  rejected(review, chair) {
    const { random } = chair
    if (random.chance(0.7)) return either(random)
    const sent = isJsonObject(review.device) ? Object.keys(review.device) : []
    if (random.chance(0.5)) return edit(review.collection === 'equipment' ? TYPED : sent, chair)
    return pick(
      sent.filter((field) => !OWN.includes(field)),
      random,
    )
  },
}

/** Nobody is offered these to pick. */
const OWN = ['id', 'stamp', '_deleted', 'statusStamp', 'conditionStamp', 'merge']

function pick(fields: readonly string[], random: Random): Choice | undefined {
  const some = random.shuffled(fields).slice(0, 1 + random.int(fields.length))
  if (some.length === 0) return undefined
  return { action: 'pick', fields: Object.fromEntries(some.map((field) => [field, random.pick(SIDES)])) }
}

function edit(fields: readonly string[], { random, word }: Chair): Choice | undefined {
  if (fields.includes('condition')) return { action: 'edit', value: { condition: random.pick(CONDITIONS) } }
  const typed = fields.filter((field) => TYPED.includes(field))
  return typed.length === 0 ? undefined : { action: 'edit', value: { [random.pick(typed)]: word() } }
}

function whereabouts({ random, all }: Chair) {
  const holders = [...all('people'), ...all('teams')]
  const status = random.pick(['available', 'lost', 'in_maintenance', 'checked_out'] as const)
  if (status !== 'checked_out') return { status }
  return { status, ...(holders.length > 0 ? { holderId: random.pick(holders).id } : {}) }
}
