import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'
import { dayIn } from '../../custody/due-date.ts'
import { openedDatabase } from '../../db/current.ts'
import { timeZone } from '../../i18n/locale.ts'
import type { Choices, NamedCollection, ReadingChoices, WordField } from '../../import/choices.ts'
import type { DayOrder } from '../../import/dates.ts'
import { FileRefusedError } from '../../import/file-kind.ts'
import { gatherKnown } from '../../import/gather-known.ts'
import type { Checked, Overview, RowOverview } from '../../import/import-reader.ts'
import { emptyTally, type ImportRecord, type StoredProblem } from '../../import/import-record.ts'
import { type ReaderClient, startReader } from '../../import/reader-client.ts'
import { newSeed } from '../../import/row-ids.ts'
import type { ImportKind, Target } from '../../import/targets.ts'
import { t as generalWords } from './messages.ts'
import { t } from './reading-messages.ts'

/** Choices wait this long for the next before the file is checked again. */
const SETTLE_MS = 120

export interface Draft {
  readonly file: File
  readonly overview: Accessor<Overview | undefined>
  readonly checked: Accessor<Checked | undefined>
  /** Rises with each check. */
  readonly checks: Accessor<number>
  readonly choices: Choices
  readonly reading: ReadingChoices
  /** `checking` is undefined work of a moment; `storing` ends in the import itself. */
  readonly busy: Accessor<'reading' | 'checking' | 'storing' | undefined>
  readonly problem: Accessor<Error | undefined>
  readAgain(changes: Partial<ReadingChoices>): void
  setKind(kind: ImportKind): void
  setTarget(position: number, target: Target): void
  setDayOrder(column: number, order: DayOrder): void
  setWord(field: WordField, word: string, value: string): void
  setName(collection: NamedCollection, key: string, value: string): void
  setWhenKnown(value: Choices['whenKnown']): void
  setBrokenCodes(value: Choices['brokenCodes']): void
  problems(): Promise<readonly RowOverview[]>
  refused(): Promise<readonly StoredProblem[]>
  /** Stores the plan; resolves to the import that is ready to run, or undefined where the outcome changed meanwhile. */
  store(byName: string): Promise<ImportRecord | undefined>
}

/** A file on its way to an import, and all that is decided about it. Nothing is written to the catalogue here. */
export function createDraft(file: File): Draft {
  const seed = newSeed()
  const reader: ReaderClient = startReader()
  onCleanup(() => reader.close())
  const [overview, setOverview] = createSignal<Overview>()
  const [results, setResults] = createStore<{ checked: Checked | undefined; checks: number }>({
    checked: undefined,
    checks: 0,
  })
  // What stays the same keeps its place on the screen, and with it the keyboard.
  const setChecked = (checked: Checked | undefined) => {
    setResults('checked', reconcile(checked, { key: null, merge: true }))
    setResults('checks', (count) => count + 1)
  }
  const checked = () => results.checked
  const [busy, setBusy] = createSignal<'reading' | 'checking' | 'storing' | undefined>('reading')
  const [problem, setProblem] = createSignal<Error>()
  const [reading, setReading] = createStore<{ now: ReadingChoices }>({ now: {} })
  const [state, setState] = createStore<{ choices: Choices; version: number }>({
    choices: firstChoices,
    version: 0,
  })
  let turn = 0

  const decide = (changes: Partial<Choices>) =>
    setState((before) => ({ choices: { ...before.choices, ...changes }, version: before.version + 1 }))
  const plainChoices = (): Choices => structuredClone(unwrap(state.choices))
  const today = () => dayIn(Date.now(), timeZone())
  const check = () => reader.ask('check', { choices: plainChoices(), seed, today: today() })

  /** The latest question alone counts: what it asks settles every earlier one. */
  async function run<T>(doing: 'reading' | 'checking', work: () => Promise<T>, take: (value: T) => void) {
    turn += 1
    const mine = turn
    setBusy(doing)
    try {
      const value = await work()
      if (mine !== turn) return
      setProblem(undefined)
      setBusy(undefined)
      take(value)
    } catch (error) {
      if (mine !== turn) return
      setBusy(undefined)
      setProblem(error instanceof Error ? error : new Error(String(error)))
    }
  }

  function show(next: Overview) {
    setOverview(next)
    setChecked(undefined)
    decide({ ...firstChoices, kind: next.kind, targets: next.targets[next.kind] })
  }

  const column = generalWords('columnLetter', { letters: '{letters}' })
  void run(
    'reading',
    async () => {
      await reader.ask('know', { known: await gatherKnown(await openedDatabase()) })
      return reader.ask('open', { file, reading: {}, column })
    },
    show,
  )

  createEffect(
    on(
      () => state.version,
      (version) => {
        if (version === 0 || !overview()) return
        const timer = setTimeout(() => void run('checking', check, setChecked), SETTLE_MS)
        onCleanup(() => clearTimeout(timer))
      },
    ),
  )

  async function store(byName: string): Promise<ImportRecord | undefined> {
    const before = checked()
    if (!before || busy()) return undefined
    setBusy('storing')
    try {
      const database = await openedDatabase()
      // What others did since the file was opened counts.
      await reader.ask('know', { known: await gatherKnown(database) })
      const now = await check()
      setChecked(now)
      const { counts } = now.report
      if (JSON.stringify(counts) !== JSON.stringify(before.report.counts)) return undefined
      const record: ImportRecord = {
        id: crypto.randomUUID(),
        kind: state.choices.kind,
        fileName: file.name,
        seed,
        createdAt: database.stamps.now(),
        byName,
        columns: (overview()?.columns ?? []).map(({ index, label }) => ({ index, label })),
        state: 'preparing',
        chunks: 0,
        next: 0,
        rows: {
          write: counts.create + counts.update,
          skip: counts.skip,
          joined: now.report.joined,
          refuse: counts.refuse,
        },
        written: emptyTally,
      }
      return await reader.ask('stage', { databaseName: database.name, record, timeZone: timeZone() })
    } finally {
      setBusy(undefined)
    }
  }

  return {
    file,
    overview,
    checked,
    checks: () => results.checks,
    busy,
    problem,
    get choices() {
      return state.choices
    },
    get reading() {
      return reading.now
    },
    readAgain(changes) {
      setReading('now', reconcile({ ...unwrap(reading.now), ...changes }))
      void run('reading', () => reader.ask('read', { reading: { ...unwrap(reading.now) }, column }), show)
    },
    setKind(kind) {
      const read = overview()
      if (read) decide({ kind, targets: read.targets[kind], words: {}, dayOrders: {} })
    },
    setTarget(position, target) {
      decide({ targets: state.choices.targets.map((before, at) => (at === position ? target : before)) })
    },
    setDayOrder: (index, order) => decide({ dayOrders: { ...state.choices.dayOrders, [index]: order } }),
    setWord(field, word, value) {
      const { words } = state.choices
      decide({ words: { ...words, [field]: { ...words[field], [word]: value } } })
    },
    setName(collection, key, value) {
      const { names } = state.choices
      decide({ names: { ...names, [collection]: { ...names[collection], [key]: value } } })
    },
    setWhenKnown: (whenKnown) => decide({ whenKnown }),
    setBrokenCodes: (brokenCodes) => decide({ brokenCodes }),
    problems: () => reader.ask('problems', {}),
    refused: () => reader.ask('refused', {}),
    store,
  }
}

const firstChoices: Choices = {
  kind: 'equipment',
  targets: [],
  dayOrders: {},
  words: {},
  names: {},
  whenKnown: 'skip',
  brokenCodes: 'refuse',
}

/** Why a file or its storing was refused, as a sentence. Reactive. */
export function draftProblemText(error: Error): string {
  return error instanceof FileRefusedError
    ? t(`file.${error.problem}`)
    : t('file.failed', { detail: error.message })
}
