import type { Subject, Viewer } from '../../shared/access.ts'

/** Whose token and which device a request carries; never what a document says of itself. */
export interface Sender {
  readonly subject: Subject
  readonly deviceId: string
  /** The version of the set of collections that the device speaks [L5]; absent: the current one. */
  readonly schema?: number
}

/** What of a document's fields the sender gets. */
export function viewerOf({ subject, schema }: Sender): Viewer {
  return { role: subject.role, schema }
}
