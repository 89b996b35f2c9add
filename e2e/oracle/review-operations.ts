import type { AnyDocument } from '../../shared/collections/definition.ts'
import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { nextVersion } from '../../shared/reviews/decided-review.ts'
import { type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import { isManager, MANAGERS } from '../../shared/roles.ts'
import { type Chair, type Choice, chooseDecision, type Decisions } from './choose-decision.ts'
import { type Chooser, edit, isAtWork, type Operation, pickShared, short, type Turn } from './operation.ts'
import type { World } from './world.ts'

export interface Wanted {
  readonly review: Review
  readonly choice: Choice
}

/** What somebody decides next by what is on their screen; undefined: there is nothing to decide. */
export const decideNext: Readonly<Record<Decisions, (chooser: Chooser, chair: Chair) => Wanted | undefined>> =
  {
    all(chooser, chair) {
      // Mostly one that waits; else one that was decided, or that the machine settled.
      const waits = chooser.random.chance(0.7)
      const wanted = pickShared(chooser, 'reviews', (document) => isOpen(document) === waits)
      const found = wanted ?? pickShared(chooser, 'reviews', () => true)
      const review = found && typed(reviews, found)
      const choice = review && chooseDecision(review, chair)
      return review && choice && { review, choice }
    },
    words(chooser, chair) {
      const found = pickShared(chooser, 'reviews', isOpen)
      if (!found) return undefined
      const review = typed(reviews, found)
      const choice = chooser.random.pick([
        { action: 'assign', value: { assigneeId: chair.userId } },
        { action: 'defer', value: { until: '2030-01-01T00:00:00.000Z' } },
        { action: 'ask', reason: chair.word() },
        ...(review.kind === 'deletion' ? [] : [{ action: 'reject', reason: chair.word() } as const]),
      ] as const)
      return { review, choice }
    },
  }

function isOpen(document: AnyDocument): boolean {
  return typed(reviews, document).state === 'open'
}

function decide(turn: Turn, { review, choice }: Wanted): string {
  const draft: DecisionDraft = {
    id: turn.world.newId(turn.device),
    version: nextVersion(review),
    at: new Date(turn.device.clock.now()).toISOString(),
    ...choice,
  }
  edit(turn, 'reviews', review.id, () => ({ decisions: [...decisionsOf(review), draft] }))
  return `${short(review.id)} ${review.kind} ${choice.action}`
}

/** Two managers decide on one review, none knowing of the other. Returns what they did. */
export function decideApart(world: World): string | undefined {
  const { random } = world
  const managers = world.devices.filter((device) => isManager(device.role()) && isAtWork(device))
  const [first, ...others] = managers
  const review = first && pickShared({ device: first, random }, 'reviews', isOpen)
  if (!review) return undefined
  const said = [first, ...others].flatMap((device) => {
    const shown = device.shown('reviews', review.id)
    const own = shown && typed(reviews, shown)
    const chair = { random, userId: device.userId, word: world.word, all: device.all }
    const choice = own && chooseDecision(own, chair)
    return own && choice
      ? [`${device.name} ${decide({ world, device, random }, { review: own, choice })}`]
      : []
  })
  return said.join(', ')
}

/** What managers do about reviews. */
export function reviewOperations(decisions: Decisions): readonly Operation[] {
  return [
    {
      name: 'decide review',
      weight: decisions === 'all' ? 50 : 4,
      roles: MANAGERS,
      run(turn) {
        const { device, random, world } = turn
        const chair = { random, userId: device.userId, word: world.word, all: device.all }
        const wanted = decideNext[decisions](turn, chair)
        return wanted && decide(turn, wanted)
      },
    },
  ]
}
