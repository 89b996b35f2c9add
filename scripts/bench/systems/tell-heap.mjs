import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Preloaded into a server whose memory is looked at over time: what the process holds says little, since Node takes more than it
 * needs and gives it back late. On being asked it collects all that can go, and tells what is left in megabytes.
 */
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('message', async (question) => {
  if (question !== 'heap') return
  collect()
  // What the first one finds dead is told to those who wait for that; what they let go of goes with the second.
  await new Promise((resolve) => setTimeout(resolve, 100))
  collect()
  const { heapUsed, external } = process.memoryUsage()
  process.send?.((heapUsed + external) / 1024 ** 2)
})
process.channel?.unref()
