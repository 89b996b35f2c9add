import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from '../../statistics.ts'
import { dayDrift } from './day-drift.ts'
import { type DayMember, dayMember } from './day-member.ts'
import type { DayEnd, DayOptions, PeakFigures, PeakOptions } from './day-options.ts'

const AT_ONCE = 50
const SHORTEST_AWAY_MS = 2_000
const LONGEST_AWAY_MS = 20_000
/** All that was pushed reaches the readers in this time. */
const SETTLE_MS = 2_000

let schools: readonly (readonly DayMember[])[] = []
const failures: string[] = []
const failed = (what: string) => failures.push(what)

/** Devices store their things and open their streams. */
export async function openDay(options: DayOptions): Promise<void> {
  schools = options.schools.map((school) =>
    school.devices.map((_, index) => dayMember(options, school, index, failed)),
  )
  await inParts((member) => member.device.furnish())
  await inParts((member) => member.open())
  requireNoFailure()
}

async function inParts(work: (member: DayMember) => Promise<void>): Promise<void> {
  const members = schools.flat()
  for (let from = 0; from < members.length; from += AT_ONCE)
    await Promise.all(members.slice(from, from + AT_ONCE).map(work))
}

function requireNoFailure() {
  if (failures.length > 0) throw new Error(`The day did not begin: ${failures[0]}`)
}

/**
 * Any device at any moment, at a fixed rate whatever the server does: a push that waits because the server is slow counts from when
 * it was due.
 */
export async function runPeak({ seconds, pushesPerSecond, away }: PeakOptions): Promise<PeakFigures> {
  const members = schools.flat()
  const times: number[] = []
  const answered = (ms: number) => times.push(ms)
  const everyMs = 2_000 / pushesPerSecond
  const start = performance.now()
  const end = start + seconds * 1_000
  let stretchesAway = 0
  for (let due = start; due < end; ) {
    await delay(Math.max(1, due - performance.now()))
    for (const now = performance.now(); due <= now && due < end; due += everyMs) {
      const member = members[Math.floor(Math.random() * members.length)]
      member?.act(due, answered)
    }
    // Nobody leaves who would return after the end.
    if (members.filter((member) => member.isAway()).length >= away) continue
    const ms = SHORTEST_AWAY_MS + Math.random() * (LONGEST_AWAY_MS - SHORTEST_AWAY_MS)
    if (performance.now() + ms > end) continue
    const leaving = members[Math.floor(Math.random() * members.length)]
    if (!leaving || leaving.isAway()) continue
    leaving.goAway(ms, answered)
    stretchesAway += 1
  }
  await allIdle(members)
  const took = (performance.now() - start) / 1_000
  const errors = failures.splice(0)
  return {
    pushes: times.length,
    pushesPerSecond: times.length / took,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    errors,
    stretchesAway,
  }
}

async function allIdle(members: readonly DayMember[]): Promise<void> {
  while (members.some((member) => member.isAway())) await delay(50)
  await Promise.all(members.map((member) => member.idle()))
}

/** Compares what every device did with what the server has and what the watching readers saw, and closes all of them. */
export async function endDay(_: Record<string, never>): Promise<DayEnd> {
  await delay(SETTLE_MS)
  await allIdle(schools.flat())
  const drift: string[] = []
  for (const school of schools) drift.push(...(await dayDrift(school)))
  drift.push(...failures.splice(0))
  const replicas = schools.flat().flatMap(({ replica }) => (replica ? [replica] : []))
  const end = {
    entries: schools.map((school) => school.reduce((sum, { device }) => sum + device.confirmed.length, 0)),
    drift,
    framesSeen: replicas.reduce((sum, { frames }) => sum + frames, 0),
    pulls: replicas.reduce((sum, { pulls }) => sum + pulls, 0),
  }
  for (const member of schools.flat()) member.close()
  schools = []
  return end
}
