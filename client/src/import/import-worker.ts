import { endOfDay } from '../custody/due-date.ts'
import { StorageError } from '../db/storage-error.ts'
import { FileRefusedError, MAX_FILE_BYTES } from './file-kind.ts'
import { ImportReader } from './import-reader.ts'
import { type ImportStore, openImportStore } from './import-store.ts'
import type { Answer, Failure, Question, Questions } from './worker-messages.ts'

/** Reads and plans an import beside the page, so that nothing on the screen waits for it. */
const reader = new ImportReader()
const STORED_AT_ONCE = 20

addEventListener('message', (event: MessageEvent<Question>) => {
  const { number } = event.data
  void answer(event.data)
    .then((value): Answer => ({ number, answer: value }))
    .catch((error: unknown): Answer => ({ number, failure: failureOf(error) }))
    .then((message) => postMessage(message))
})

async function answer(question: Question): Promise<Questions[Question['name']]['answer']> {
  switch (question.name) {
    case 'open': {
      const { file, reading, column } = question.ask
      if (file.size > MAX_FILE_BYTES) throw new FileRefusedError('too-big')
      return reader.open(new Uint8Array(await file.arrayBuffer()), reading, columnNamer(column))
    }
    case 'read':
      return reader.read(question.ask.reading, columnNamer(question.ask.column))
    case 'know':
      reader.know(question.ask.known)
      return null
    case 'check':
      return reader.check(question.ask.choices, question.ask.seed, question.ask.today)
    case 'problems':
      return reader.problems()
    case 'refused':
      return reader.refused()
    case 'stage':
      return stage(question.ask)
  }
}

function columnNamer(words: string): (letters: string) => string {
  return (letters) => words.replace('{letters}', letters)
}

/** The record is ready only when everything behind it is stored. */
async function stage({ databaseName, record, timeZone }: Questions['stage']['ask']) {
  const store = await openImportStore(databaseName)
  try {
    await store.save(record)
    const plan = reader.stage(record.id, record.kind, record.seed, (day) => endOfDay(day, timeZone))
    await inParts(plan.chunks, (part) => store.saveChunks(part))
    await inParts(plan.problems, (part) => store.saveProblems(part))
    return await ready(store, { ...record, state: 'paused', chunks: plan.chunks.length })
  } catch (error) {
    await store.remove(record.id).catch(() => undefined)
    throw error
  } finally {
    store.close()
  }
}

async function ready(store: ImportStore, record: Questions['stage']['ask']['record']) {
  await store.save(record)
  return record
}

async function inParts<T>(all: readonly T[], save: (part: readonly T[]) => Promise<void>) {
  for (let from = 0; from < all.length; from += STORED_AT_ONCE)
    await save(all.slice(from, from + STORED_AT_ONCE))
}

function failureOf(error: unknown): Failure {
  if (error instanceof FileRefusedError) return { kind: 'file', problem: error.problem }
  if (error instanceof StorageError) return { kind: 'storage', code: error.code }
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) }
}
