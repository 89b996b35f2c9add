import { bareStreamWire } from './bare-stream-wire.ts'
import { etraxWire } from './etrax-wire.ts'
import { pouchdbWire } from './pouchdb-wire.ts'
import { rxdbServerWire } from './rxdb-server-wire.ts'
import type { Target, Wire, WireName } from './wire.ts'

const wires: Readonly<Record<WireName, Wire>> = {
  etrax: etraxWire,
  'rxdb-server': rxdbServerWire,
  pouchdb: pouchdbWire,
  'bare-stream': bareStreamWire,
}

export function wireOf(target: Target): Wire {
  return wires[target.wire]
}
