import { readdirSync, readFileSync } from 'node:fs'

const MS_PER_TICK = 10

interface ProcessTimes {
  readonly parent: number
  /** Milliseconds of processor time, its own and that of children that ended. */
  readonly ms: number
}

/**
 * Milliseconds of processor time that a process and its children have used; NaN where the system does not tell. Beside rates, which
 * fall when somebody else uses the machine, it tells what the work itself costs.
 */
export function processorMs(pid: number | undefined): number {
  const own = pid === undefined ? undefined : timesOf(String(pid))
  if (!own) return Number.NaN
  const children = readdirSync('/proc').flatMap((entry) => {
    const times = /^\d+$/.test(entry) ? timesOf(entry) : undefined
    return times && times.parent === pid ? [times.ms] : []
  })
  return children.reduce((sum, ms) => sum + ms, own.ms)
}

export function parentOf(pid: number): number | undefined {
  return timesOf(String(pid))?.parent
}

function timesOf(pid: string): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which may hold anything: state, parent, ..., utime, stime, cutime, cstime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return { parent: Number(fields[1]), ms: ticks * MS_PER_TICK }
  } catch {
    return undefined
  }
}
