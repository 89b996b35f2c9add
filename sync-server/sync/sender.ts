import type { Subject, Viewer } from '../../shared/access.ts'

/** Whose token and which device a request carries; never what a document says of itself. */
export interface Sender {
  readonly subject: Subject
  readonly deviceId: string
  /** What the device's own clock said at the push, uncorrected, ms since 1970: evidence and nothing else [C3]. */
  readonly deviceTime?: number | undefined
  /** The version of the set of collections that the device speaks [L5]; absent: the current one. */
  readonly schema?: number
  /**
   * No device but a caller of the API, who knows no merge documents: the server makes them at once [A1]. Callers share the name of
   * their process, and each base is read for its write: what was stored since is nobody's own [C4].
   */
  readonly undocumented?: boolean
}

/** What of a sender an audit entry keeps beside its stamp; by the entry's own time it tells how far the clock was off. */
export function clockEvidence({ deviceTime }: Sender): { readonly deviceTime?: number } {
  return deviceTime === undefined ? {} : { deviceTime }
}

/** What of a document's fields the sender gets. */
export function viewerOf({ subject, schema }: Sender): Viewer {
  return { role: subject.role, schema }
}
