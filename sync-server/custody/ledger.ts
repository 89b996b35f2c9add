import type { CustodyState } from '../../shared/custody.ts'
import type { Link } from '../../shared/custody-chain.ts'
import { documentSql } from '../sync/document-sql.ts'
import type { Participant } from '../sync/participant.ts'
import { type StoredRow, storedFrom } from '../sync/stored-row.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

/** A move of a thing whose transaction has not come yet [S1]. */
export interface PendingMove {
  readonly equipmentId: string
  readonly custodyId: string
  readonly statusStamp: string
  /** The status group before the move: what is restored if the transaction is refused. */
  readonly previous: Partial<CustodyState>
  /** Where it led; undefined for what an earlier version noted. */
  readonly after: Partial<CustodyState> | undefined
  readonly actorId: string
  readonly deviceId: string
}

interface Ledger {
  readonly chains: Map<string, Link[]>
  readonly pending: Map<string, PendingMove>
  /** How far the clocks of those devices were off that sent entries, in ms, by entry; those of `told` are new. */
  readonly clocks: Map<string, number>
  readonly told: Set<string>
  readonly added: Set<string>
  /** Stored ones that go back to another state than before. */
  readonly changed: Set<string>
  readonly settled: Set<string>
}

const ledgers = new WeakMap<Unit, Ledger>()

function ledgerOf(unit: Unit): Ledger {
  const known = ledgers.get(unit)
  if (known) return known
  const made: Ledger = {
    chains: new Map(),
    pending: new Map(),
    clocks: new Map(),
    told: new Set(),
    added: new Set(),
    changed: new Set(),
    settled: new Set(),
  }
  ledgers.set(unit, made)
  return made
}

const pendingKey = (equipmentId: string, custodyId: string) => `${equipmentId} ${custodyId}`

/** The custody chains and pending moves that a commit decides by. */
export function ledgerParticipant({ reviews }: CustodyCollections): Participant {
  return {
    async load(transaction, needs, unit) {
      const ledger = ledgerOf(unit)
      if (needs.chains.size === 0) return
      const ids = [...needs.chains]
      for (const id of ids) ledger.chains.set(id, [])
      const [links, moves, forks] = await Promise.all([
        transaction<LinkRow[]>`
        select id, equipment_id, type, from_holder_id, to_holder_id, location_id, due_at, stamp, previous_id, previous_ids, actor_id,
          off_ms
        from transactions left join entry_clocks on entry_id = id
        where equipment_id = any(${ids}::text[]::uuid[]) and not deleted`,
        transaction<PendingRow[]>`
        select equipment_id, custody_id, status_stamp, previous, after, actor_id, device_id
        from pending_moves where equipment_id = any(${ids}::text[]::uuid[])`,
        transaction.unsafe<StoredRow[]>(
          `select ${documentSql(reviews).json} as json, deleted, seq, field_stamps, device_stamps
         from reviews where document_id = any($1::text[]) and kind = 'custody-fork'`,
          [ids],
          { prepare: true },
        ),
      ])
      for (const row of forks) unit.load(reviews, storedFrom(row))
      for (const row of links) {
        ledger.chains.get(row.equipment_id)?.push(linkFrom(row))
        if (row.off_ms !== null) ledger.clocks.set(row.id, Number(row.off_ms))
      }
      for (const row of moves)
        ledger.pending.set(pendingKey(row.equipment_id, row.custody_id), pendingFrom(row))
    },
    changed(unit) {
      const { added, changed, settled, told } = ledgerOf(unit)
      return added.size > 0 || changed.size > 0 || settled.size > 0 || told.size > 0
    },
    write(transaction, unit) {
      const ledger = ledgerOf(unit)
      const added = [...ledger.added].flatMap((key) => ledger.pending.get(key) ?? [])
      if (ledger.told.size > 0) {
        const rows = [...ledger.told].map((id) => ({ entry_id: id, off_ms: ledger.clocks.get(id) }))
        transaction`
          insert into entry_clocks (entry_id, off_ms)
          select entry_id, off_ms
          from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(entry_id uuid, off_ms bigint)
          on conflict do nothing`.execute()
      }
      if (ledger.settled.size > 0) {
        const settled = [...ledger.settled].map((key) => {
          const [equipment_id, custody_id] = key.split(' ')
          return { equipment_id, custody_id }
        })
        transaction`
          delete from pending_moves p
          using jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as r(equipment_id uuid, custody_id uuid)
          where p.equipment_id = r.equipment_id and p.custody_id = r.custody_id`.execute()
      }
      const changed = [...ledger.changed].flatMap((key) =>
        ledger.settled.has(key) ? [] : (ledger.pending.get(key) ?? []),
      )
      if (changed.length > 0) {
        const rows = changed.map(({ equipmentId, custodyId, previous }) => ({
          equipment_id: equipmentId,
          custody_id: custodyId,
          previous,
        }))
        transaction`
          update pending_moves p set previous = r.previous
          from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
            as r(equipment_id uuid, custody_id uuid, previous jsonb)
          where p.equipment_id = r.equipment_id and p.custody_id = r.custody_id`.execute()
      }
      if (added.length > 0) {
        const rows = added.map((move) => ({
          equipment_id: move.equipmentId,
          custody_id: move.custodyId,
          status_stamp: move.statusStamp,
          previous: move.previous,
          after: move.after,
          actor_id: move.actorId,
          device_id: move.deviceId,
          since: unit.now.toISOString(),
        }))
        transaction`
          insert into pending_moves (equipment_id, custody_id, status_stamp, previous, after, actor_id, device_id, since)
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
            as r(equipment_id uuid, custody_id uuid, status_stamp text, previous jsonb, after jsonb, actor_id uuid,
                 device_id text, since timestamptz)
          on conflict do nothing`.execute()
      }
    },
  }
}

interface LinkRow {
  id: string
  equipment_id: string
  type: Link['type']
  from_holder_id: string | null
  to_holder_id: string | null
  location_id: string | null
  due_at: string | null
  stamp: string
  previous_id: string | null
  previous_ids: readonly string[] | null
  actor_id: string
  off_ms: string | number | bigint | null
}

function linkFrom(row: LinkRow): Link {
  return {
    id: row.id,
    type: row.type,
    stamp: row.stamp,
    actorId: row.actor_id,
    ...(row.from_holder_id === null ? {} : { fromHolderId: row.from_holder_id }),
    ...(row.to_holder_id === null ? {} : { toHolderId: row.to_holder_id }),
    ...(row.location_id === null ? {} : { locationId: row.location_id }),
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.previous_id === null ? {} : { previousId: row.previous_id }),
    ...(row.previous_ids === null ? {} : { previousIds: row.previous_ids }),
  }
}

interface PendingRow {
  equipment_id: string
  custody_id: string
  status_stamp: string
  previous: Partial<CustodyState>
  after: Partial<CustodyState> | null
  actor_id: string
  device_id: string
}

function pendingFrom(row: PendingRow): PendingMove {
  return {
    equipmentId: row.equipment_id,
    custodyId: row.custody_id,
    statusStamp: row.status_stamp,
    previous: row.previous,
    after: row.after ?? undefined,
    actorId: row.actor_id,
    deviceId: row.device_id,
  }
}

/** The chain as it stands in the unit. Asking for one that was not read makes the commit read it and decide again. */
export function chainOf(unit: Unit, equipmentId: string): readonly Link[] {
  const chain = ledgerOf(unit).chains.get(equipmentId)
  if (!chain) unit.want((needs) => needs.chains.add(equipmentId))
  return chain ?? []
}

export function addLink(unit: Unit, equipmentId: string, link: Link) {
  ledgerOf(unit).chains.set(equipmentId, [...chainOf(unit, equipmentId), link])
}

/** Notes of an entry that this unit adds how far the clock of its device was off, in ms. */
export function noteClock(unit: Unit, entryId: string, off: number) {
  const { clocks, told } = ledgerOf(unit)
  clocks.set(entryId, off)
  told.add(entryId)
}

/** How far the clock of the device was off that sent an entry of a chain that was read, in ms; undefined: not to speak of. */
export function clockOf(unit: Unit, entryId: string): number | undefined {
  return ledgerOf(unit).clocks.get(entryId)
}

export function pendingMove(unit: Unit, equipmentId: string, custodyId: string): PendingMove | undefined {
  const key = pendingKey(equipmentId, custodyId)
  const { chains, pending, settled } = ledgerOf(unit)
  if (!chains.has(equipmentId)) unit.want((needs) => needs.chains.add(equipmentId))
  return settled.has(key) ? undefined : pending.get(key)
}

export function addPendingMove(unit: Unit, move: PendingMove) {
  const key = pendingKey(move.equipmentId, move.custodyId)
  const { pending, added } = ledgerOf(unit)
  if (pending.has(key)) return
  pending.set(key, move)
  added.add(key)
}

/** A move was undone: those that were made on top of it go back to where it came from, and never to where it led. */
export function passOverMove(unit: Unit, undone: PendingMove) {
  const { pending, added, changed } = ledgerOf(unit)
  for (const [key, move] of pending) {
    const { equipmentId, custodyId } = undone
    if (move.equipmentId !== equipmentId || move.previous.custodyId !== custodyId) continue
    pending.set(key, { ...move, previous: undone.previous })
    if (!added.has(key)) changed.add(key)
  }
}

/** The transaction came, or was refused: nothing is waited for any more. */
export function settlePendingMove(unit: Unit, equipmentId: string, custodyId: string) {
  const key = pendingKey(equipmentId, custodyId)
  const { pending, added, settled } = ledgerOf(unit)
  if (added.delete(key)) pending.delete(key)
  else if (pending.has(key)) settled.add(key)
}
