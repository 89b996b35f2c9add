import type { BenchDocument } from '../document.ts'
import type { Answer, WireRequest } from './connection.ts'

/** One device of a system that is measured, as its wire needs to know it. */
export interface Device {
  readonly deviceId: string
  readonly token: string
}

/** Where a pull goes on; each wire has its own form. */
export type Position = Readonly<Record<string, string>>

export interface Page {
  readonly count: number
  readonly next: Position
}

/** How a system is spoken to: what it stores, serves and streams. */
export interface Wire {
  push(device: Device, documents: readonly BenchDocument[]): WireRequest
  /** How many of the documents an answer says were not stored. */
  refused(answer: Answer): number
  pull(device: Device, from: Position, limit: number): WireRequest
  page(answer: Answer): Page
  stream(device: Device): WireRequest
  /** Text that the stream carries once it delivers; the answer's head where it says nothing. */
  readonly streamReady: string
}

export type WireName = 'etrax' | 'rxdb-server' | 'pouchdb' | 'bare-stream'

/** Where a generator sends its load. */
export interface Target {
  readonly wire: WireName
  readonly port: number
  readonly devices: readonly Device[]
}
