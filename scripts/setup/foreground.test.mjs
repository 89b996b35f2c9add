import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const module = (name) => JSON.stringify(new URL(name, import.meta.url).href)

/** A server in miniature: says that it is up, then each signal that it hears, and ends a moment after the first. */
const SERVER = `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
    console.log(signal)
    setTimeout(() => process.exit(0), 300)
  })
  console.log('up', process.pid)
  setInterval(() => {}, 1000)`

const STARTER = `
  import { runInForeground } from ${module('./foreground.mjs')}
  const args = ['--import', ${module('./end-with-parent.mjs')}, '-e', ${JSON.stringify(SERVER)}]
  process.exitCode = await runInForeground(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })`

/** Starts the starter and its server; `lines` fills with what the server says until all of them have ended. */
async function start() {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = []
  const reader = createInterface(starter.stdout)
  reader.on('line', (line) => lines.push(line))
  const ended = once(reader, 'close')
  await once(reader, 'line')
  return { starter, lines, ended }
}

test('a signal that comes by two ways, as Ctrl-C from the terminal and from npm, is heard once', async () => {
  const { starter, lines, ended } = await start()
  starter.kill('SIGINT')
  starter.kill('SIGINT')
  await ended
  expect(lines.slice(1)).toEqual(['SIGINT'])
})

test('a closed terminal lets the server end as by any other signal', async () => {
  const { starter, lines, ended } = await start()
  starter.kill('SIGHUP')
  await ended
  expect(lines.slice(1)).toEqual(['SIGTERM'])
})

test('a server whose starter is killed ends by itself', async () => {
  const { starter, lines, ended } = await start()
  starter.kill('SIGKILL')
  await ended
  expect(lines.slice(1)).toEqual(['SIGTERM'])
})
