import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { CONDITIONS } from '../../../shared/collections/equipment.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { nextVersion } from '../../../shared/reviews/decided-review.ts'
import { MANAGERS, STAFF } from '../../../shared/roles.ts'
import type { Deed } from '../../support/harness-page/deeds.ts'
import type { Decisions } from '../choose-decision.ts'
import { pickShared } from '../operation.ts'
import { decideNext } from '../review-operations.ts'
import { browserCustody } from './browser-custody.ts'
import { type BrowserOperation, change, type Sight } from './browser-operation.ts'

const CATALOGUE = ['name', 'model', 'size', 'manufacturer'] as const
const TAG_CODES = 12

const any = () => true
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
const thing = (sight: Sight, fits: (document: AnyDocument) => boolean = any) =>
  pickShared(sight, 'equipment', fits)

const ownOperations: readonly BrowserOperation[] = [
  ...browserCustody,
  {
    name: 'create',
    weight: 4,
    roles: MANAGERS,
    plan({ random, world, device }) {
      const tagCode = random.chance(0.7) ? `TAG-${random.int(TAG_CODES)}` : undefined
      if (tagCode !== undefined && device.all('equipment').some((one) => one.tagCode === tagCode))
        return undefined
      const fields = {
        kind: 'serialized',
        name: 'Helmet',
        model: world.word(),
        ...(tagCode === undefined ? {} : { tagCode }),
        ...(random.chance(0.3) ? { notes: world.word(), tags: [world.word()] } : {}),
      } as const
      return { does: 'create thing', fields }
    },
  },
  {
    name: 'create bulk',
    weight: 1,
    roles: MANAGERS,
    plan: ({ random, world }) => ({
      does: 'create thing',
      fields: { kind: 'bulk', name: world.word(), quantity: random.int(10) },
    }),
  },
  {
    name: 'edit field',
    weight: 10,
    roles: MANAGERS,
    plan(sight) {
      const field = sight.random.pick(CATALOGUE)
      return change('equipment', thing(sight), () => ({ [field]: sight.world.word() }))
    },
  },
  {
    name: 'clear field',
    weight: 1,
    roles: MANAGERS,
    plan: (sight) =>
      change(
        'equipment',
        thing(sight, ({ size }) => size !== undefined),
        () => ({ size: undefined }),
      ),
  },
  {
    name: 'state condition',
    weight: 4,
    roles: STAFF,
    plan: (sight) =>
      change(
        'equipment',
        thing(sight, ({ kind }) => kind === 'serialized'),
        () => ({ condition: sight.random.pick(CONDITIONS) }),
      ),
  },
  {
    name: 'note',
    weight: 8,
    roles: STAFF,
    plan(sight) {
      const word = sight.world.word()
      const atEnd = sight.random.chance(0.7)
      return change('equipment', thing(sight), ({ notes }) => ({
        notes: typeof notes !== 'string' ? word : atEnd ? `${notes} ${word}` : `${word} ${notes}`,
      }))
    },
  },
  {
    name: 'tag',
    weight: 5,
    roles: STAFF,
    plan: (sight) =>
      change('equipment', thing(sight), ({ tags }) => ({
        tags: [...textsOf(tags), sight.world.word()].toSorted(),
      })),
  },
  {
    name: 'untag',
    weight: 2,
    roles: STAFF,
    plan: (sight) =>
      change(
        'equipment',
        thing(sight, ({ tags }) => textsOf(tags).length > 0),
        ({ tags }) => {
          const rest = textsOf(tags).slice(1)
          return { tags: rest.length > 0 ? rest : undefined }
        },
      ),
  },
  {
    name: 'custom field',
    weight: 4,
    roles: STAFF,
    plan(sight) {
      const word = sight.world.word()
      return change('equipment', thing(sight), ({ custom }) => ({
        custom: { ...(isJsonObject(custom) ? custom : {}), [`key-${word}`]: word },
      }))
    },
  },
  { name: 'delete', weight: 3, roles: STAFF, plan: (sight) => removal('equipment', thing(sight)) },
  {
    name: 'add person',
    weight: 1,
    roles: MANAGERS,
    plan: ({ random, world }) => ({
      does: 'create person',
      fields: {
        name: world.word(),
        kind: 'athlete',
        active: true,
        teamIds: world.school.teamIds.filter(() => random.chance(0.5)),
      },
    }),
  },
  {
    name: 'edit person',
    weight: 3,
    roles: MANAGERS,
    plan(sight) {
      const field = sight.random.pick(['name', 'jerseyNumber'])
      return change('people', pickShared(sight, 'people', any), () => ({ [field]: sight.world.word() }))
    },
  },
  {
    name: 'change teams of person',
    weight: 2,
    roles: MANAGERS,
    plan: (sight) =>
      change('people', pickShared(sight, 'people', any), () => ({
        teamIds: sight.world.school.teamIds.filter(() => sight.random.chance(0.5)),
      })),
  },
  {
    name: 'delete person',
    weight: 0.7,
    roles: MANAGERS,
    plan: (sight) =>
      removal(
        'people',
        pickShared(sight, 'people', ({ id }) => id !== sight.world.school.ownPersonId),
      ),
  },
  {
    name: 'edit team',
    weight: 2,
    roles: MANAGERS,
    plan(sight) {
      const field = sight.random.pick(['name', 'season'])
      return change('teams', pickShared(sight, 'teams', any), () => ({ [field]: sight.world.word() }))
    },
  },
]

/** All that people do in browsers: the operations of the other devices, by the functions with which screens save. */
export function browserOperationsWith(decisions: Decisions): readonly BrowserOperation[] {
  return [...ownOperations, decideReview(decisions)]
}

function decideReview(decisions: Decisions): BrowserOperation {
  return {
    name: 'decide review',
    weight: decisions === 'all' ? 25 : 4,
    roles: MANAGERS,
    plan(sight) {
      const { random, userId, world, device } = sight
      const wanted = decideNext[decisions](sight, { random, userId, word: world.word, all: device.all })
      if (!wanted) return undefined
      const { review, choice } = wanted
      return { does: 'decide', decision: { reviewId: review.id, version: nextVersion(review), choice } }
    },
  }
}

function removal(collection: 'equipment' | 'people', document: AnyDocument | undefined): Deed | undefined {
  return document && { does: 'remove', collection, id: document.id }
}
