import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { custodyAfter } from '../../../../../shared/custody.ts'
import type { Link } from '../../../../../shared/custody-chain.ts'
import { isJsonObject } from '../../../../../shared/json.ts'
import { contestOf } from '../../../../../shared/reviews/plan-fork.ts'
import { createLookup } from '../../../db/query.ts'
import { textIn } from '../../../documents/document-name.ts'
import { createHolders } from '../../../things/holders.ts'
import { canBeMade } from '../can-be-made.ts'
import { deletionOptions } from './deletion-options.ts'
import { t } from './messages.ts'
import type { Option } from './option.ts'
import { pickableFields } from './pickable-fields.ts'
import { fieldsToRight } from './put-right.ts'

/** The answers that a review's kind allows; none where its versions are picked field by field. Reactive. */
export function createOptions(): (
  review: Review,
  thing: Equipment | undefined,
  chain: readonly Link[],
  author: string,
) => readonly Option[] {
  const holder = createHolders()
  const place = createLookup('locations')

  /** Where an entry left a thing, as somebody at the counter would say it. */
  function whereabouts(
    state: Pick<Equipment, 'status' | 'holderId' | 'locationId'>,
    thing: Equipment,
  ): string {
    const who = holder(state.holderId)?.name
    switch (state.status) {
      case 'checked_out':
        return t('fork.keep', { name: who ?? t('somebody') })
      case 'lost':
        return t('fork.lost')
      case 'in_maintenance':
        return t('fork.away')
      case 'retired':
        return t('fork.retired')
      case 'available': {
        const where = place(state.locationId ?? thing.homeLocationId)?.name
        return where === undefined ? t('fork.roomPlain') : t('fork.room', { place: where })
      }
    }
  }

  function ofFork(review: Review, thing: Equipment, chain: readonly Link[]): readonly Option[] {
    const ends = contestOf(review, chain)?.ends ?? []
    const keep: Option = {
      key: 'keep',
      action: 'take-server',
      label: whereabouts(thing, thing),
      means: t('fork.keepMeans'),
      icon: 'available',
    }
    const seen = new Set([placeKey(thing)])
    const others = ends
      .filter(({ id }) => id !== thing.custodyId)
      .flatMap((end: Link): Option[] => {
        const state = custodyAfter(end)
        // Branches that end in the same hands are one answer.
        if (!state || seen.has(placeKey(state))) return []
        seen.add(placeKey(state))
        return [
          {
            key: end.id,
            action: 'take-device',
            label: whereabouts(state, thing),
            means: t('fork.takeMeans'),
            icon: state.status === 'available' ? 'returned' : 'person',
            value: { transactionId: end.id },
          },
        ]
      })
    const back: Option = {
      key: 'room',
      action: 'edit',
      label: whereabouts({ status: 'available' }, thing),
      means: t('fork.roomMeans'),
      icon: 'returned',
      value: {
        status: 'available',
        ...(thing.homeLocationId === undefined ? {} : { locationId: thing.homeLocationId }),
      },
    }
    const lost: Option = {
      key: 'lost',
      action: 'edit',
      label: t('fork.lost'),
      means: t('fork.lostMeans'),
      icon: 'lost',
      needs: 'loser',
    }
    const away: Option = {
      key: 'away',
      action: 'edit',
      label: t('fork.away'),
      means: t('fork.awayMeans'),
      icon: 'wrench',
      value: { status: 'in_maintenance' },
    }
    const said = new Set([thing, ...ends.map((end) => custodyAfter(end))].map((state) => state?.status))
    return [
      keep,
      ...others,
      ...(said.has('available') ? [] : [back]),
      {
        key: 'else',
        action: 'edit',
        label: t('fork.else'),
        means: t('fork.elseMeans'),
        icon: 'people',
        needs: 'holder',
      },
      ...(said.has('lost') ? [] : [lost]),
      ...(said.has('in_maintenance') ? [] : [away]),
      // The other end's is the second thing; where there are several it is said whose.
      ...others.map(
        ({ key, label, value }): Option => ({
          key: `retag ${key}`,
          action: 'retag',
          label: others.length === 1 ? t('fork.retag') : t('fork.retagOf', { what: label }),
          means: t('fork.retagMeans'),
          icon: 'tag',
          needs: 'tag',
          ...(value ? { value } : {}),
        }),
      ),
      {
        key: 'reverse',
        action: 'reverse',
        label: t('fork.reverse'),
        means: t('fork.reverseMeans'),
        icon: 'back',
      },
    ]
  }

  const ofOverdraw: () => readonly Option[] = () => [
    {
      key: 'recount',
      action: 'edit',
      label: t('overdraw.recount'),
      means: t('overdraw.recountMeans'),
      icon: 'sort',
      needs: 'count',
    },
    {
      key: 'refit',
      action: 'take-device',
      label: t('overdraw.refit'),
      means: t('overdraw.refitMeans'),
      icon: 'plus',
    },
    {
      key: 'reverse',
      action: 'reverse',
      label: t('overdraw.reverse'),
      means: t('overdraw.reverseMeans'),
      icon: 'back',
    },
    {
      key: 'accept',
      action: 'take-server',
      label: t('overdraw.accept'),
      means: t('overdraw.acceptMeans'),
      icon: 'check',
    },
  ]

  function ofTwins(review: Review): readonly Option[] {
    const name = calledIn(review.device)
    const serial = review.fields?.[0] === 'serial'
    return [
      serial
        ? {
            key: 'serial',
            action: 'edit',
            label: t('twins.serial', { name }),
            means: t('twins.serialMeans'),
            icon: 'edit',
            needs: 'serial',
          }
        : {
            key: 'retag',
            action: 'retag',
            label: t('twins.retag', { name }),
            means: t('twins.retagMeans'),
            icon: 'tag',
            needs: 'tag',
          },
      {
        key: 'server',
        action: 'take-server',
        label: t('twins.server', { name }),
        means: t('twins.serverMeans', { name }),
        icon: 'close',
      },
      {
        key: 'device',
        action: 'take-device',
        label: t('twins.device', { name }),
        means: t('twins.deviceMeans'),
        icon: 'check',
      },
    ]
  }

  return (review, thing, chain, author) => {
    switch (review.kind) {
      case 'custody-fork':
        return thing ? ofFork(review, thing, chain) : []
      case 'overdraw':
        return ofOverdraw()
      case 'duplicate-tag':
        return ofTwins(review)
      case 'deletion':
        return deletionOptions(review)
      case 'rejected':
        if (pickableFields(review).length > 0)
          return ofVersions({
            keep: [t('rejected.leave'), t('rejected.leaveMeans')],
            take: [t('rejected.apply', { name: author }), t('rejected.applyMeans')],
          })
        return [
          ...(canBeMade(review) ? [apply(author)] : []),
          ...putRight(review, author),
          {
            key: 'leave',
            action: 'take-server',
            label: t('rejected.leave'),
            means: t('rejected.leaveMeans'),
            icon: 'close',
          },
        ]
      case 'overwritten':
        return ofVersions({
          keep: [t('versions.keep'), t('versions.keepMeans')],
          take: [t('versions.take', { name: author }), t('versions.takeMeans', { name: author })],
        })
    }
  }
}

function apply(author: string): Option {
  return {
    key: 'apply',
    action: 'take-device',
    label: t('rejected.apply', { name: author }),
    means: t('rejected.applyMeans'),
    icon: 'check',
  }
}

function putRight(review: Review, author: string): readonly Option[] {
  const fields = fieldsToRight(review)
  if (fields.length === 0) return []
  return [
    {
      key: 'right',
      action: 'edit',
      label: t('rejected.right'),
      means: t('rejected.rightMeans', { name: author }),
      icon: 'edit',
      needs: 'fields',
      fields,
      collection: review.collection,
    },
  ]
}

function placeKey({ status, holderId = '' }: Pick<Equipment, 'status' | 'holderId'>): string {
  return `${status} ${holderId}`
}

type Words = readonly [label: string, means: string]

/** Field by field in the table of versions, or one side whole. */
function ofVersions({ keep, take }: { keep: Words; take: Words }): readonly Option[] {
  return [
    { key: 'keep', action: 'take-server', label: keep[0], means: keep[1], icon: 'check' },
    { key: 'take', action: 'take-device', label: take[0], means: take[1], icon: 'back' },
    { key: 'pick', action: 'pick', label: t('versions.pick'), means: t('pickHint'), icon: 'edit' },
  ]
}

function calledIn(version: unknown): string {
  const name = textIn(version, 'name') ?? t('somebody')
  const serial = isJsonObject(version) ? textIn(version, 'serial') : undefined
  return serial === undefined ? name : `${name} (${serial})`
}
