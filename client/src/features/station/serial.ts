/**
 * Runs jobs one after the other in the order in which they came: each scan decides on what the one before it left behind.
 * A job that fails stops none of those behind it.
 */
export function createSerial(onError: (error: unknown) => void): (job: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (job) => {
    last = last.then(job).catch(onError)
    return last
  }
}
