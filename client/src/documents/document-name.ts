import { TRANSACTION_TYPES } from '../../../shared/collections/transactions.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { createLookup } from '../db/query.ts'
import { useCatalogue } from '../db/use-catalogue.ts'
import { t as gear } from '../things/messages.ts'
import { t } from './messages.ts'

/** How a document is called wherever it is listed. */
export interface DocumentName {
  readonly title: string
  /** What leads the line: the tag of a thing. */
  readonly code?: string
  /** Its page, where it has one and this device has the document. */
  readonly href?: string
  /** Somebody asked for its deletion. */
  readonly deletionAsked?: boolean
}

/**
 * Names of documents of any collection, live. `snapshot` is a version of the document that is used where this device has
 * none of its own: a review's, or what waits in a list.
 */
export function createDocumentNames(): (collection: string, id: string, snapshot?: unknown) => DocumentName {
  const catalogue = useCatalogue()
  const lookups = {
    people: createLookup('people'),
    teams: createLookup('teams'),
    locations: createLookup('locations'),
    categories: createLookup('categories'),
    users: createLookup('users'),
  }

  function thing(id: string, snapshot: unknown): DocumentName {
    const own = catalogue.get(id)
    if (own) return { title: own.name, href: `/equipment/${id}`, ...codeOf(own.tagCode) }
    return { title: textIn(snapshot, 'name') ?? t('gone'), ...codeOf(textIn(snapshot, 'tagCode')) }
  }

  function transaction(snapshot: unknown): DocumentName {
    const type = TRANSACTION_TYPES.find((one) => one === textIn(snapshot, 'type'))
    const equipmentId = textIn(snapshot, 'equipmentId')
    const about = equipmentId === undefined ? undefined : catalogue.get(equipmentId)
    const what = type ? gear(`type.${type}`) : t('one.transactions')
    if (!about) return { title: what }
    return { title: `${what}: ${about.name}`, href: `/equipment/${about.id}`, ...codeOf(about.tagCode) }
  }

  return (collection, id, snapshot) => {
    if (collection === 'equipment') return thing(id, snapshot)
    if (collection === 'transactions') return transaction(snapshot)
    const lookup = Object.entries(lookups).find(([name]) => name === collection)?.[1]
    const own = lookup?.(id)
    const title = own?.name ?? textIn(snapshot, 'name')
    const page = own && PAGES[collection]
    const asked = own && 'pendingDeletion' in own && own.pendingDeletion === true
    return {
      title: title ?? t('gone'),
      ...(page ? { href: `${page}/${id}` } : {}),
      ...(asked ? { deletionAsked: true } : {}),
    }
  }
}

/** Collections whose documents have a page of their own. */
const PAGES: Readonly<Record<string, string>> = { people: '/people', teams: '/teams' }

function codeOf(code: string | undefined): { code?: string } {
  return code === undefined ? {} : { code }
}

/** A text of a document whose form nobody checked. */
export function textIn(document: unknown, field: string): string | undefined {
  const value = isJsonObject(document) ? document[field] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}
