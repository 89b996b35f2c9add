/** Why there is no picture. Each has words and a way on in messages.ts. */
export type CameraProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'unreadable' | 'failed'

/** What getUserMedia rejected with. */
export function cameraProblem(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'failed'
}
