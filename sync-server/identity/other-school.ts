import { EtraxError } from '../../shared/errors.ts'

/**
 * A request names another school than the one that it is of. The answer is that of everything which is not there; the security log is
 * told what it was.
 */
export class OtherSchool extends EtraxError {
  /** The school's slug that the request is of, and who asks, where that is known. */
  readonly of: { readonly tenant: string; readonly userId?: string | undefined }

  constructor(of: OtherSchool['of']) {
    super('not-found', 'There is nothing here.')
    this.of = of
  }
}
