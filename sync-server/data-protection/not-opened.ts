/** A value that does not open: it was changed, moved from another place or school, or its key is gone. */
export class NotOpenedError extends Error {
  override name = 'NotOpenedError'
}
