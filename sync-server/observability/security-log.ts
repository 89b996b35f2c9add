import type { Log } from './log.ts'

export type SecurityEvent =
  | 'sign-in'
  | 'refresh'
  | 'sign-out'
  | 'session'
  | 'device'
  | 'invitation'
  | 'password'
  | 'step-up'
  | 'second-factor'
  | 'access'
  | 'users'
  | 'visit'
  | 'privacy'

export interface SecurityDetails {
  readonly tenant?: string | undefined
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
  readonly address?: string | undefined
  readonly traceId?: string | undefined
  readonly target?: string | undefined
}

/** Notes who did, or was not let do, what: sign-ins, their ends, and refused access. */
export type SecurityLog = (event: SecurityEvent, outcome: string, details: SecurityDetails) => void

export function securityLog(log: Log): SecurityLog {
  return (event, outcome, details) => log.info({ security: event, outcome, ...details })
}
