import type { Line } from '../line.ts'
import { coldStart } from './cold-start.ts'
import { firstSync } from './first-sync.ts'
import { provision } from './provision.ts'
import { pull } from './pull.ts'
import { pushBatches, pushDevices, pushOne } from './push.ts'
import { scan } from './scan.ts'
import { search } from './search.ts'
import { streamFiveThousand, streamPeers, streamThousand } from './stream.ts'

/** All lines, in the order in which they are measured. */
export const lines: readonly Line[] = [
  pushDevices,
  pushOne,
  pushBatches,
  pull,
  streamPeers,
  streamThousand,
  streamFiveThousand,
  provision,
  firstSync,
  coldStart,
  scan,
  search,
]
