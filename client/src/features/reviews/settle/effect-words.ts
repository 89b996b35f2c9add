import { TRANSACTION_TYPES } from '../../../../../shared/collections/transactions.ts'
import type { Json } from '../../../../../shared/json.ts'
import type { Effect } from '../../../../../shared/reviews/decision.ts'
import { createDocumentNames } from '../../../documents/document-name.ts'
import { fieldLabel, isShownField } from '../../../documents/field-labels.ts'
import { createFieldWords } from '../../../documents/field-words.ts'
import { formatList } from '../../../i18n/format.ts'
import { t as gear } from '../../../things/messages.ts'
import { t } from './messages.ts'

const CALLED_BY = ['name', 'tagCode']
const WHEREABOUTS = ['status', 'holderId', 'locationId', 'dueAt']

type Values = Readonly<Record<string, Json>>

/** Puts what a decision does, or did, into sentences, one for each thing that happens. Reactive. */
export function createEffectWords(): (effects: readonly Effect[]) => readonly string[] {
  const nameOf = createDocumentNames()
  const wordsOf = createFieldWords()

  function called(collection: string, id: string, values: Values | undefined): string {
    const { title, code } = nameOf(collection, id, values)
    return code === undefined ? title : `${title} ${code}`
  }

  /** A ledger entry by what it does to its thing. */
  function entry({ after = {} }: Effect): string {
    const type = TRANSACTION_TYPES.find((one) => one === after.type)
    const text = (field: string) =>
      after[field] === undefined ? '' : wordsOf('transactions', field, after[field])
    const thing = called('equipment', String(after.equipmentId), undefined)
    const [from, to, place] = [text('fromHolderId'), text('toHolderId'), text('locationId')]
    const count = typeof after.quantity === 'number' ? after.quantity : undefined
    if (count !== undefined) {
      if (type === 'adjust') return ''
      return t(type === 'check_in' ? 'effect.countBack' : 'effect.countOut', {
        thing,
        count,
        name: (type === 'check_in' ? from : to) || t('effect.nobody'),
      })
    }
    switch (type) {
      case 'check_out':
      case 'transfer':
        if (from !== '' && from === to) return t('effect.stays', { thing, name: to })
        return from === '' ? t('effect.goesTo', { thing, to }) : t('effect.goes', { thing, from, to })
      case 'check_in':
        if (place !== '' && from !== '') return t('effect.backIn', { thing, from, place })
        return place === '' ? t('effect.back', { thing }) : t('effect.in', { thing, place })
      case 'report_lost':
        return from === '' ? t('effect.lost', { thing }) : t('effect.lostBy', { thing, from })
      default:
        return t('effect.entry', { thing, what: type ? gear(`type.${type}`) : '' })
    }
  }

  function changes({ collection, documentId, before = {}, after = {} }: Effect): readonly string[] {
    const thing = called(collection, documentId, before)
    // A serialized thing's whereabouts are told by the entry that moves it.
    const moved = Object.hasOwn(after, 'custodyId')
    return Object.keys(after).flatMap((field) => {
      if (field === 'pendingDeletion') return after[field] === true ? [] : [t('effect.unmarked', { thing })]
      if (!isShownField(field) || (moved && WHEREABOUTS.includes(field))) return []
      const value = (version: Values) => wordsOf(collection, field, version[field]) || t('effect.none')
      return [
        t('effect.field', {
          thing,
          field: fieldLabel(collection, field),
          before: value(before),
          after: value(after),
        }),
      ]
    })
  }

  /** What something new says, beside what it is called by and where it is. */
  function content({ collection, after = {} }: Effect): readonly string[] {
    const said = Object.keys(after).flatMap((field) => {
      const told = CALLED_BY.includes(field) || WHEREABOUTS.includes(field) || !isShownField(field)
      const word = told ? '' : wordsOf(collection, field, after[field])
      return word === '' ? [] : [`${fieldLabel(collection, field)}: ${word}`]
    })
    return said.length === 0 ? [] : [t('effect.with', { fields: formatList(said) })]
  }

  return (effects) => {
    const entries = effects.filter(
      ({ collection, kind }) => collection === 'transactions' && kind === 'create',
    )
    const others = effects.filter((effect) => !entries.includes(effect))
    return [
      ...others.flatMap((effect): readonly string[] => {
        const thing = called(effect.collection, effect.documentId, effect.after ?? effect.before)
        if (effect.kind === 'create')
          return [
            t(effect.collection === 'equipment' ? 'effect.create' : 'effect.enter', { thing }),
            ...content(effect),
          ]
        if (effect.kind === 'delete') return [t('effect.delete', { thing })]
        if (effect.kind === 'restore') return [t('effect.restore', { thing }), ...changes(effect)]
        if (Object.keys(effect.after ?? {}).length === 0) return [t('effect.same', { thing })]
        return changes(effect)
      }),
      // What an adjustment does is told by the counts themselves.
      ...entries.map(entry).filter((sentence) => sentence !== ''),
      ...(entries.length > 0 ? [t('effect.entries', { count: entries.length })] : []),
    ]
  }
}
