import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const SAME_SIGNAL_MS = 1_000

/**
 * Runs a program in the foreground to its end and passes on the signals that end it.
 *
 * It gets a process group of its own: Ctrl-C reaches this script from the terminal and again from npm, and the
 * program must hear it once.
 * @param {string} file
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} the exit code; 128 and the signal's number after a signal
 */
export function runInForeground(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, detached: process.platform !== 'win32' })
    const last = new Map()
    const pass = (signal) => {
      const now = Date.now()
      if (now - (last.get(signal) ?? 0) < SAME_SIGNAL_MS) return
      last.set(signal, now)
      // A closed terminal is a wish to end like any other; by itself it would end the program without its draining.
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    }
    for (const signal of SIGNALS) process.on(signal, pass)
    const settle = () => {
      for (const signal of SIGNALS) process.removeListener(signal, pass)
    }
    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}
