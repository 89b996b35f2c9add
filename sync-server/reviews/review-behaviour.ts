import { type AnyDocument, type Definition, typed } from '../../shared/collections/definition.ts'
import type { reviews } from '../../shared/collections/reviews.ts'
import { isUuid } from '../../shared/ids.ts'
import { isJsonObject, type JsonObject } from '../../shared/json.ts'
import type { PushRow } from '../../shared/protocol.ts'
import {
  areAsked,
  type DecisionDraft,
  decisionsOf,
  draftOf,
  mayDecide,
} from '../../shared/reviews/decision.ts'
import { needDocument } from '../sync/needs.ts'
import type { Behaviour, LiveWrite, Verdict } from '../sync/push-context.ts'
import { takeDecision } from './take-decision.ts'
import { takeWaiting } from './take-waiting.ts'
import type { Lookups } from './unit-world.ts'

/** So many new entries of one review come at once: each is planned on what the one before it left. */
const MAX_AT_ONCE = 100

/** The collections in which a decision's value looks for what it names, by the value's member. */
export type Named = Readonly<Record<string, readonly Definition[]>>

/** Decisions come as entries that a device appended to its copy of a review; nothing else of a pushed review counts. */
export function reviewBehaviour(definition: typeof reviews, lookups: Lookups, named: Named = {}): Behaviour {
  /** Entries that the stored review does not have, each once. */
  function fresh({ sent, stored }: LiveWrite): readonly JsonObject[] | undefined {
    const list = sent.decisions ?? []
    if (!Array.isArray(list)) return undefined
    const kept = stored ? decisionsOf(stored.document) : []
    if (list.length > kept.length + MAX_AT_ONCE) return undefined
    const known = new Set(kept.map(({ id }) => id))
    const entries: JsonObject[] = []
    for (const entry of list) {
      if (!isJsonObject(entry)) return undefined
      if (typeof entry.id === 'string' && known.has(entry.id)) continue
      if (typeof entry.id === 'string') known.add(entry.id)
      entries.push(entry)
    }
    return entries
  }

  function admit(_unit: unknown, write: LiveWrite): { readonly sent: AnyDocument } | Verdict {
    const entries = fresh(write)
    const drafts = entries?.map(draftOf)
    if (!drafts || drafts.includes(undefined)) {
      return {
        code: 'invalid',
        message: 'A decision is not as it must be.',
        issues: [{ field: 'decisions', code: 'malformed' }],
      }
    }
    const { role, userId } = write.sender.subject
    const isAuthor =
      write.stored !== undefined && typed(definition, write.stored.document).authorId === userId
    const denied = drafts.find((draft) => draft && !mayDecide(role, draft.action, isAuthor))
    if (denied) return { code: 'forbidden', message: `This role may not ${denied.action} here.` }
    const kept = write.stored ? decisionsOf(write.stored.document) : []
    if (
      !areAsked(
        kept,
        drafts.flatMap((draft) => draft ?? []),
      )
    ) {
      return { code: 'forbidden', message: 'There is no question to answer.' }
    }
    return { sent: write.sent }
  }

  /**
   * [L3] Devices send decisions again that a restore lost, and others the writes on which they were decided: whichever comes first. The
   * decision waits in a review of its own, until what it was about is filed again.
   */
  function absent(write: LiveWrite): Verdict | undefined {
    const entries = fresh(write) ?? []
    const drafts = entries.map(draftOf)
    const { role } = write.sender.subject
    if (drafts.length === 0 || !drafts.every((draft) => draft && mayDecide(role, draft.action, true)))
      return undefined
    return { code: 'not-found', message: 'The review is not there; the decision waits for it.' }
  }

  return {
    definition,
    /** Read with the review: of many decisions that follow each other each would ask for its own, one after the other. */
    needs({ newDocumentState: { decisions } }, needs) {
      for (const { value } of Array.isArray(decisions) ? decisions.filter(isJsonObject) : []) {
        if (!isJsonObject(value)) continue
        for (const [member, collections] of Object.entries(named)) {
          const id = Object.hasOwn(value, member) ? value[member] : undefined
          if (isUuid(id)) for (const collection of collections) needDocument(needs, collection, id)
        }
      }
    },
    admit,
    absent,
    decided: (unit, context) => takeWaiting(unit, context, lookups),
    stored(unit, write, _before, context) {
      const { sender, sent } = write
      const drafts = (fresh(write) ?? []).map(draftOf).filter((draft): draft is DecisionDraft => !!draft)
      for (const draft of drafts)
        takeDecision({ unit, context, sender, lookups, stamp: sent.stamp }, sent.id, draft)
    },
    refused() {},
    kept: ({ newDocumentState: sent, assumedMasterState: base }: PushRow) => ({
      newDocumentState: decisionsAlone(sent),
      ...(base ? { assumedMasterState: decisionsAlone(base) } : {}),
    }),
  }
}

/** A review of a refused decision holds the decision, and not once more all that the review which it was about holds. */
function decisionsAlone({ id, stamp, decisions }: AnyDocument): AnyDocument {
  return { id, stamp, ...(decisions === undefined ? {} : { decisions }) }
}
