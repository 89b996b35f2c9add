import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Said last where all went well. */
const DONE = 'done'

type Say = (sentence: string) => void

/**
 * Answers what `npm run cluster -- NAME` asks of the cluster that runs, over a socket that only its own account may open. A name in
 * the data folder needs no process id, which may be another program's by now.
 * @throws Error where a cluster runs there already
 */
export async function serveControl(
  path: string,
  carryOut: (command: string, say: Say) => Promise<void>,
): Promise<() => void> {
  const other = await open(path).catch(() => undefined)
  if (other) {
    other.destroy()
    throw new Error(`A cluster runs already: it answers at ${path}.`)
  }
  rmSync(path, { force: true })
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // Whoever asked may have gone: what was asked is done all the same.
    socket.on('error', () => socket.destroy())
    const say = (sentence: string) => void socket.write(`${sentence}\n`)
    createInterface(socket).once('line', (command) => {
      carryOut(command, say).then(
        () => socket.end(`${DONE}\n`),
        (error: unknown) => socket.end(`${error instanceof Error ? error.message : String(error)}\n`),
      )
    })
  })
  server.listen(path)
  await once(server, 'listening')
  chmodSync(path, 0o600)
  return () => {
    server.close()
    rmSync(path, { force: true })
  }
}

/**
 * Asks the cluster that runs; resolves when it has done it.
 * @throws Error with its sentence where it could not, and where none runs
 */
export async function askCluster(path: string, command: string, say: Say): Promise<void> {
  const socket = await open(path).catch((error: unknown) => {
    throw new Error(`No cluster answers at ${path}.`, { cause: error })
  })
  socket.write(`${command}\n`)
  let last = ''
  for await (const line of createInterface(socket)) {
    if (last) say(last)
    last = line
  }
  if (last !== DONE) throw new Error(last || 'The cluster has ended.')
}

async function open(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect')
  return socket
}
