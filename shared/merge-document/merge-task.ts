import type { Issue } from '../validate.ts'
import type { MergeFields } from './contents.ts'

/** A device's write of a merge group, with what its result depends on. Encoded documents were found to be good. */
export interface MergeTask {
  readonly stored: MergeFields
  /** What the sender last knew as stored; undefined where it knew nothing. */
  readonly base: MergeFields | undefined
  readonly sent: MergeFields
  readonly deviceId: string
  readonly stamp: string
  /** `sent` is another record of the same thing: the two have no history in common [S5]. */
  readonly joins: boolean
  /** What is stored was written by the sender's own device alone, before this write, and has no document yet [C4]. */
  readonly own: boolean
  /** The base was read for this very write: what is stored beyond it is by others, whichever device it names [C4]. */
  readonly exact?: boolean
  /** `sent` is what is stored as it is to become, whatever its document is: nothing was written apart. */
  readonly onStored?: boolean
}

export interface Lost {
  readonly field: 'notes' | 'tags' | 'custom'
  /** Whose value lost. */
  readonly side: 'device' | 'server'
}

export type MergeOutcome =
  | { readonly fields: MergeFields; readonly lost: readonly Lost[] }
  /** Together they are more than may be stored. */
  | { readonly issue: Issue }
