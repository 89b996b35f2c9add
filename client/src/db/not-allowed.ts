/** The role of whoever is signed in does not allow what was asked. The server would refuse it as well. */
export class NotAllowedError extends Error {
  override name = 'NotAllowedError'
  /** What was asked, such as `create` or a type of transaction. */
  readonly action: string

  constructor(action: string) {
    super(`This role may not do ${action}.`)
    this.action = action
  }
}
