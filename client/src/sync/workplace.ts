import { setActor } from '../db/actor.ts'
import { announceDatabase } from '../db/current.ts'
import { deviceId } from '../db/device.ts'
import { databaseName, type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import type { Access } from './access.ts'
import { type Engine, startEngine } from './engine.ts'
import type { SessionRecord } from './session-record.ts'
import { showBoard } from './status.ts'
import { openStatusBoard, type StatusBoard } from './status-board.ts'

/** The open local database of the signed-in person, with its sync. */
export interface Workplace {
  readonly record: SessionRecord
  readonly database: LocalDatabase
  readonly board: StatusBoard
  /** Syncs with this access from now on. */
  sync(access: Access): Promise<void>
  close(): Promise<void>
}

export async function openWorkplace(record: SessionRecord): Promise<Workplace> {
  const database = await openLocalDatabase(
    databaseName(record.tenant, record.userId),
    record.stationDeviceId ?? (await deviceId()),
  )
  const board = await openStatusBoard(database)
  let engine: Engine | undefined
  // Nobody works at a station before they have identified themselves.
  if (record.role !== 'STATION') setActor({ userId: record.userId, role: record.role, teamIds: [] })
  announceDatabase(database)
  showBoard(board)
  return {
    record,
    database,
    board,
    async sync(access) {
      await engine?.stop()
      engine = startEngine(database, access, board)
      board.wake()
    },
    async close() {
      announceDatabase(undefined)
      showBoard(undefined)
      setActor(undefined)
      await engine?.stop()
      board.close()
      await database.close()
    },
  }
}
