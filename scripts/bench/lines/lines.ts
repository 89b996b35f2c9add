import type { Line } from '../line.ts'
import { coldStart } from './cold-start.ts'
import { count } from './count.ts'
import { district } from './district.ts'
import { firstList } from './first-list.ts'
import { firstSync } from './first-sync.ts'
import { memory } from './memory.ts'
import { provision } from './provision.ts'
import { pull } from './pull.ts'
import { pushBatches, pushDevices, pushOne } from './push.ts'
import { scan } from './scan.ts'
import { search, searchMany } from './search.ts'
import { soak } from './soak.ts'
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
  memory,
  provision,
  count,
  district,
  soak,
  firstSync,
  firstList,
  coldStart,
  scan,
  search,
  searchMany,
]
