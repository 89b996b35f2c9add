import { type Review, type ReviewKind, reviews } from '../../shared/collections/reviews.ts'
import { type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import type { Step } from './demo-school.ts'
import { type DisputeParts, disputeKit, type Made } from './dispute-kit.ts'
import { iso } from './season-time.ts'

/** What managers made of some of the reviews: one is settled, twice, and others wait for somebody. */
export function tellDecisions(parts: DisputeParts): readonly Step[] {
  const { devices, school } = parts
  const kit = disputeKit(parts)

  /** A decision on the review of a thing, on the version that whoever decides had seen. */
  function decide(
    kind: ReviewKind,
    key: string,
    write: Made,
    decision: Pick<DecisionDraft, 'action' | 'version'> & Partial<DecisionDraft>,
  ): readonly Step[] {
    const made = school.time.hoursAgo(write.made)
    let seen: Review | undefined
    const look: Step = {
      at: made,
      async run() {
        seen = await school.reviewOf(kind, kit.thingId(key))
      },
    }
    const send = kit.step(write, async () => {
      if (!seen) throw new Error(`The review of ${key} is decided before it was seen.`)
      const draft = {
        id: school.id('decisions', `${key} ${write.device.deviceId} ${write.made}`, made),
        at: iso(write.device.clock(made)),
        ...decision,
      }
      const sent = { ...seen, decisions: [...decisionsOf(seen), draft], stamp: write.device.stamp(made) }
      const row = { assumedMasterState: { ...seen }, newDocumentState: { ...sent } }
      await write.device.push(reviews, [row], kit.arrival(write))
    })
    return [look, send]
  }

  return [
    ...decide(
      'overdraw',
      'BIN-26',
      { device: devices.laptop, made: 185 },
      { action: 'take-device', version: 0, reason: 'Two new coolers were never entered' },
    ),
    ...decide(
      'overdraw',
      'BIN-26',
      { device: devices.office, made: 188, received: 182 },
      { action: 'reverse', version: 0, reason: 'Volleyball gave theirs back' },
    ),
    ...decide(
      'rejected',
      'FBH-105',
      { device: devices.laptop, made: 150 },
      { action: 'assign', version: 0, value: { assigneeId: devices.tablet.userId } },
    ),
    ...decide(
      'rejected',
      'FBH-105',
      { device: devices.tablet, made: 149 },
      { action: 'ask', version: 1, reason: 'Is this the only helmet with the green dot?' },
    ),
    ...decide(
      'deletion',
      'FSP-98',
      { device: devices.laptop, made: 130 },
      { action: 'defer', version: 0, value: { until: kit.hoursAhead(120) } },
    ),
  ]
}
