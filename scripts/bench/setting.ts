import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { median } from './statistics.ts'

/** One line that says when, on what and with what was measured. */
export function describeSetting(rounds: number, versions: readonly string[]): string {
  const processors = cpus()
  const day = new Date().toISOString().slice(0, 10)
  const gigabytes = Math.round(totalmem() / 1024 ** 3)
  const parts = [
    day,
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GB`,
    `a synced write of 8 KB takes ${syncedWriteMs().toFixed(2)} ms`,
    `load average ${loadavg()[0]?.toFixed(1)}`,
    `${rounds} rounds`,
    `Node ${process.versions.node}`,
    ...versions,
  ]
  return `${parts.join('; ')}.`
}

/** Where it is next to nothing the disk is none, and so is the durability that the figures pay for. */
function syncedWriteMs(): number {
  const path = join(tmpdir(), `etrax-bench-${process.pid}`)
  const file = openSync(path, 'w')
  const block = Buffer.alloc(8192)
  const times = Array.from({ length: 50 }, (_, index) => {
    const start = performance.now()
    writeSync(file, block, 0, block.length, index * block.length)
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  rmSync(path)
  return median(times)
}
