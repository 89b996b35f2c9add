import type { Subject } from '../../shared/access.ts'

/** Whose token and which device a request carries; never what a document says of itself. */
export interface Sender {
  readonly subject: Subject
  readonly deviceId: string
}
