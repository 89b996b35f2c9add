/** Who has work done: whose time it takes. */
export interface Payer {
  /** Names the school. */
  readonly school: string
  /** Names whoever of the school sends it; left out where it is the school's own. */
  readonly sender?: string
}

/** Who waits, and whose turn it is: the school that had least of the worker's time, in it the sender that had least. */
export interface FairTurns<Item> {
  /** Puts an item behind those of the same sender. */
  add(payer: Payer, item: Item): void
  /** Takes the item whose turn it is. */
  next(): Item | undefined
  /** Counts the time that was taken for a payer; whoever took more waits until the others had as much. */
  took(payer: Payer, ms: number): void
  /** Items of a sender that wait. */
  waitingOf(payer: Payer): number
}

/** A line of those who share one thing: each has an account of what it had, in units of time. */
interface Line<Entry> {
  readonly entries: Map<string, { spent: number; readonly entry: Entry }>
  /** What the one had whose turn it was last: who comes anew begins there, and has nothing saved up. */
  reached: number
}

type Senders<Item> = Line<Item[]>

/**
 * Turns by what each school had, and within a school by what each sender had. Whoever sends much, or what is slow, waits for
 * itself: a school that comes anew is next as soon as the piece under way is done.
 */
export function createFairTurns<Item>(): FairTurns<Item> {
  const schools: Line<Senders<Item>> = newLine()

  const sendersOf = ({ school }: Payer) => entryOf(schools, school, (): Senders<Item> => newLine())
  const itemsOf = (payer: Payer) => {
    const senders = sendersOf(payer)
    return entryOf(senders.entry, payer.sender ?? '', (): Item[] => [])
  }
  const waits = (senders: Senders<Item>) =>
    [...senders.entries.values()].some(({ entry }) => entry.length > 0)

  return {
    add(payer, item) {
      const senders = sendersOf(payer)
      if (!waits(senders.entry)) senders.spent = Math.max(senders.spent, schools.reached)
      const items = itemsOf(payer)
      if (items.entry.length === 0) items.spent = Math.max(items.spent, senders.entry.reached)
      items.entry.push(item)
    },
    next() {
      const school = leastSpent(schools, waits)
      const sender = school && leastSpent(school.entry, (items) => items.length > 0)
      return sender?.entry.shift()
    },
    took(payer, ms) {
      sendersOf(payer).spent += ms
      itemsOf(payer).spent += ms
    },
    waitingOf: (payer) =>
      schools.entries.get(payer.school)?.entry.entries.get(payer.sender ?? '')?.entry.length ?? 0,
  }
}

function newLine<Entry>(): Line<Entry> {
  return { entries: new Map(), reached: 0 }
}

function entryOf<Entry>(line: Line<Entry>, name: string, make: () => Entry) {
  const found = line.entries.get(name) ?? { spent: line.reached, entry: make() }
  line.entries.set(name, found)
  return found
}

/** Who had least of those who wait. An account that is no more than anybody begins with is forgotten. */
function leastSpent<Entry>(line: Line<Entry>, waits: (entry: Entry) => boolean) {
  let least: { spent: number; readonly entry: Entry } | undefined
  for (const one of line.entries.values())
    if (waits(one.entry) && (!least || one.spent < least.spent)) least = one
  if (!least) return undefined
  line.reached = Math.max(line.reached, least.spent)
  for (const [name, { spent, entry }] of line.entries)
    if (!waits(entry) && spent <= line.reached) line.entries.delete(name)
  return least
}
