import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'
import { uuidv7 } from '../../../../shared/ids.ts'
import { type DueRule, dayIn, dueDay, endOfDay } from '../../custody/due-date.ts'
import { findDocument } from '../../db/query.ts'
import { timeZone } from '../../i18n/locale.ts'
import { playResult } from '../../scan/sounds.ts'
import { createSitting } from './create-sitting.ts'
import type { Desk, Outcome } from './desk.ts'
import type { StationHolder } from './holder.ts'
import { stoodInLedger } from './ledger-lookup.ts'
import { actOnLine, type LineAction } from './line-actions.ts'
import { createOpenReviews } from './open-reviews.ts'
import { chooseHolder, scanCode } from './scan-code.ts'
import { createSerial } from './serial.ts'
import { changed, cleared, left, type Sitting } from './sitting.ts'
import { doNamed } from './take-thing.ts'

/** Everything that the screen can ask of the station. What is asked is done in order, one after the other. */
export interface Station {
  readonly sitting: Accessor<Sitting>
  readonly outcome: Accessor<Outcome | undefined>
  scan(content: string): void
  choose(holder: StationHolder): void
  /** Closes the visit. Nothing waits for it: each line was saved at its scan. */
  done(): void
  act(key: string, action: LineAction): void
  /** Takes a thing back that was never scanned here. */
  takeBack(equipmentId: string): void
  clear(): void
}

export type StationOptions = {
  /** When what goes to the holder comes back. */
  readonly ruleFor: (holder: StationHolder) => DueRule
  readonly onOutcome: (outcome: Outcome) => void
  readonly onForgotten: () => void
}

export function createStation(options: StationOptions): Station {
  const [sitting, setSitting] = createSitting(options.onForgotten)
  const [outcome, setOutcome] = createSignal<Outcome>()
  const inOrder = createSerial((error) => {
    console.error(error)
    desk.say({ result: 'error', problem: 'failed' })
  })
  let open = true
  onCleanup(() => {
    open = false
  })

  const desk: Desk = {
    sitting,
    change: setSitting,
    say(next) {
      if (!open) return
      // The same outcome twice is said twice.
      setOutcome({ ...next })
      playResult(next.result)
      options.onOutcome(next)
    },
    dueAt(holder) {
      const day = dueDay(options.ruleFor(holder), desk.today())
      return day === undefined ? undefined : endOfDay(day, timeZone())
    },
    reviewOf: createOpenReviews(),
    today: () => dayIn(Date.now(), timeZone()),
  }

  /** Lines whose saving was cut off by the end of the page: the ledger says whether they are saved. */
  const settleInterrupted = async () => {
    for (const line of sitting().lines) {
      const { state } = line
      if (state.kind !== 'unsaved' || state.problem !== 'interrupted') continue
      if (await stoodInLedger(line))
        setSitting((before) => changed(before, line.key, { state: { kind: 'saved', deed: state.deed } }))
    }
  }
  onMount(() => void inOrder(settleInterrupted))

  return {
    sitting,
    outcome,
    scan: (content) => void inOrder(() => scanCode(desk, content)),
    choose: (holder) => void inOrder(() => chooseHolder(desk, holder)),
    done: () =>
      void inOrder(async () => {
        setSitting((before) => left(before, uuidv7()))
        setOutcome(undefined)
      }),
    act: (key, action) => void inOrder(() => actOnLine(desk, key, action)),
    takeBack: (equipmentId) =>
      void inOrder(async () => {
        const thing = await findDocument('equipment', equipmentId)
        if (thing) await doNamed(desk, 'returned', thing)
      }),
    clear: () => setSitting(cleared),
  }
}
