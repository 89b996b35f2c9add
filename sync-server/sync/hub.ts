import type { Definition } from '../../shared/collections/definition.ts'
import { HEARTBEAT_MS, type HelloFrame } from '../../shared/protocol.ts'
import type { Seeing } from '../../shared/seeing.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { type Changes, readChanges } from './changes.ts'
import { changeJson, type FrameContent, frameContents, weightOf } from './frames.ts'
import { type CounterState, readCounter, resyncReason } from './pull.ts'
import { createFrame, type Frame, groupOf, MAX_WAITING_BYTES, type Reader } from './reader.ts'

export interface ReaderRequest {
  readonly epoch?: string | undefined
  /** What the reader has; frames up to it are spared [T2]. */
  readonly seq?: number | undefined
  readonly access?: string | undefined
}

export interface Hub {
  /** Something was committed, here or in another process [T6]. */
  poke(tenantId: string): void
  /** Anything may have been committed: every school that is read here is looked at. */
  pokeAll(): void
  /** Greets a reader and keeps it until it is removed. Returns the removal. */
  add(tenant: Tenant, reader: Reader, request: ReaderRequest): Promise<() => void>
  /** Ends the readers for which `ended` holds: sign-out, disablement, change of rights [T5]. */
  endReaders(tenantId: string, ended: (reader: Reader) => boolean, reason?: 'access'): void
  readers(): Iterable<{ readonly tenant: Tenant; readonly reader: Reader }>
  close(): void
}

interface Group {
  /** The seq of the last frame that the group got [T1]. */
  prev: number
  readonly readers: Set<Reader>
}

interface School {
  readonly tenant: Tenant
  state: CounterState
  readonly groups: Map<string, Group>
  /** The reading under way; it never rejects. */
  reading: Promise<void> | undefined
  poked: boolean
}

/** More changed documents than this in one go are not streamed: readers see the gap and pull. */
const MAX_STREAMED = 5_000
const MAX_SPARED = 500
/**
 * Nor is more than this streamed in one go: all of it is written at once, and with what still waits it must not come to what
 * a reader that drains is dropped for [T4].
 */
const MAX_STREAMED_BYTES = (MAX_WAITING_BYTES / 4) * 3
/** How long after a failed read the next one is tried. */
const RETRY_MS = 1_000

/**
 * Delivers each commit to the connected readers: read once from Postgres, serialized once for each group of readers with the
 * same sight [T3]. Keeps nothing for those that are away: they pull.
 */
export function createHub(
  database: Database,
  definitions: readonly Definition[],
  seeing: Seeing,
  onError: (error: unknown) => void,
): Hub {
  const schools = new Map<string, Promise<School>>()
  const open = new Map<string, School>()
  let closed = false

  const readNow = (tenant: Tenant) => withTenant(database, tenant, readCounter, { mode: 'snapshot' })

  function school(tenant: Tenant): Promise<School> {
    const known = schools.get(tenant.id)
    if (known) return known
    const made = readNow(tenant).then((state) => {
      const opened: School = { tenant, state, groups: new Map(), reading: undefined, poked: false }
      open.set(tenant.id, opened)
      return opened
    })
    schools.set(tenant.id, made)
    made.catch(() => schools.delete(tenant.id))
    return made
  }

  /** Resolves when all is delivered that was committed before the call, or could not be read. */
  function read(at: School): Promise<void> {
    if (at.reading) at.poked = true
    else at.reading = readOn(at)
    return at.reading
  }

  async function readOn(at: School) {
    try {
      do {
        at.poked = false
        const changes = await readChanges(database, at.tenant, definitions, at.state.seq, MAX_STREAMED)
        if (changes.state.epoch !== at.state.epoch) resyncAll(at, 'epoch')
        else deliver(at, changes)
        at.state = changes.state
      } while (at.poked)
    } catch (error) {
      onError(error)
      // What could not be read is owed to the readers that are connected, whether or not another commit comes.
      setTimeout(() => void (at.groups.size > 0 && !closed && read(at)), RETRY_MS).unref()
    } finally {
      // In the same turn as the last look at `poked`: a poke in between would be lost.
      at.reading = undefined
    }
  }

  function deliver(at: School, changes: Changes) {
    for (const group of at.groups.values()) {
      const [first] = group.readers
      if (!first) continue
      const contents = contentsOrGap(first, changes)
      if (contents) for (const content of contents) sendChange(group, content, group.prev)
      else sendGap(group, changes.state.seq)
    }
  }

  /** What a reader gets of some changes; undefined where that is more than is streamed. */
  function contentsFor(reader: Reader, changes: Changes): readonly FrameContent[] | undefined {
    if (changes.tooMany) return undefined
    const contents = frameContents(definitions, seeing, reader, changes.documents, changes.losses)
    return weightOf(contents) > MAX_STREAMED_BYTES ? undefined : contents
  }

  /** What can't be made for one sight is that one's alone: its readers pull, and nobody else waits. */
  function contentsOrGap(reader: Reader, changes: Changes): readonly FrameContent[] | undefined {
    try {
      return contentsFor(reader, changes)
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  /** Frames that carry nothing and stand beyond what the readers have: they pull. */
  function sendGap(group: Group, seq: number) {
    for (const { name } of definitions) sendChange(group, { collection: name, documents: [], seq }, seq)
  }

  function sendChange(group: Group, content: FrameContent, prev: number) {
    const frame = createFrame('change', changeJson(content, prev), content.seq)
    group.prev = content.seq
    for (const reader of group.readers) if (!reader.send(frame)) drop(group, reader)
  }

  function drop(group: Group, reader: Reader) {
    group.readers.delete(reader)
    reader.end()
  }

  function resyncAll(at: School, reason: 'epoch') {
    const frame = createFrame('resync', JSON.stringify({ reason }))
    for (const group of at.groups.values()) {
      for (const reader of group.readers) {
        reader.send(frame)
        drop(group, reader)
      }
    }
  }

  function remove(at: School, reader: Reader) {
    const name = groupOf(reader)
    const group = at.groups.get(name)
    group?.readers.delete(reader)
    if (group?.readers.size === 0) at.groups.delete(name)
    if (at.groups.size > 0) return
    open.delete(at.tenant.id)
    schools.delete(at.tenant.id)
  }

  async function add(tenant: Tenant, reader: Reader, request: ReaderRequest): Promise<() => void> {
    const at = await school(tenant)
    // Another process may have sent the reader what this one is about to read: sent again it would come twice [T6].
    if ((request.seq ?? 0) > at.state.seq) await read(at)
    const spared = request.seq === undefined ? undefined : await missed(at, reader, request.seq)
    // A reader can have pulled what this hub is about to read: only the counter itself says that it is ahead.
    const counter = (request.seq ?? 0) > at.state.seq ? await readNow(tenant) : at.state
    // From here to the end nothing is awaited, so that no commit falls between the greeting and the group.
    const { epoch, seq } = at.state
    const hello: HelloFrame = { epoch, seq, access: reader.access, serverTime: Date.now() }
    const frames: Frame[] = [createFrame('hello', JSON.stringify(hello))]
    const reason =
      request.seq === undefined
        ? undefined
        : resyncReason(counter, undefined, reader.access, request.seq, request)
    if (reason) frames.push(createFrame('resync', JSON.stringify({ reason })))
    else if (spared && spared.until === seq) frames.push(...spared.frames)
    const name = groupOf(reader)
    const group = at.groups.get(name) ?? { prev: seq, readers: new Set() }
    at.groups.set(name, group)
    open.set(tenant.id, at)
    schools.set(tenant.id, Promise.resolve(at))
    group.readers.add(reader)
    for (const frame of frames) if (!reader.send(frame)) drop(group, reader)
    // It came over a connection from before the end: it is told how far things are, and goes on elsewhere.
    if (closed) drop(group, reader)
    // A commit between the counter's reading and now was poked before this school was open.
    else void read(at)
    return () => remove(at, reader)
  }

  /** What a returning reader has missed, where it is little: then it needs no pull. */
  async function missed(at: School, reader: Reader, seq: number) {
    if (seq >= at.state.seq) return undefined
    const changes = await readChanges(database, at.tenant, definitions, seq, MAX_SPARED)
    const contents = contentsOrGap(reader, changes)
    if (!contents) return undefined
    let prev = seq
    const frames = contents.map((content) => {
      const frame = createFrame('change', changeJson(content, prev), content.seq)
      prev = content.seq
      return frame
    })
    return { frames, until: changes.state.seq }
  }

  function* readers() {
    for (const { tenant, groups } of open.values()) {
      for (const group of groups.values()) for (const reader of group.readers) yield { tenant, reader }
    }
  }

  const heartbeat = setInterval(() => {
    for (const { groups } of open.values()) {
      for (const group of groups.values()) {
        for (const reader of group.readers) if (!reader.heartbeat()) drop(group, reader)
      }
    }
  }, HEARTBEAT_MS)
  heartbeat.unref()

  return {
    poke(tenantId) {
      const at = open.get(tenantId)
      if (at) void read(at)
    },
    pokeAll() {
      for (const at of open.values()) void read(at)
    },
    add,
    endReaders(tenantId, ended, reason) {
      for (const group of open.get(tenantId)?.groups.values() ?? []) {
        for (const reader of group.readers) {
          if (!ended(reader)) continue
          if (reason) reader.send(createFrame('resync', JSON.stringify({ reason })))
          drop(group, reader)
        }
      }
    },
    readers,
    close() {
      closed = true
      clearInterval(heartbeat)
      for (const { reader } of readers()) reader.end()
      open.clear()
      schools.clear()
    },
  }
}
