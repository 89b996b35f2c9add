import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

/**
 * What happens to a request on its way: `refuse` breaks the connection before the server sees it, `lose-answer` after the
 * server has answered, `cut-answer` in the middle of the answer's body, `slice-answer` lets it come in pieces of a few bytes,
 * `hang` never ends it; `fail` answers as a server does that stumbles over the request.
 */
export type Fault = 'refuse' | 'lose-answer' | 'cut-answer' | 'slice-answer' | 'hang' | 'fail'

export interface FaultyProxy {
  readonly url: string
  /** Decides over each request to the server; undefined lets all through. */
  fault: ((request: { readonly method: string; readonly path: string }) => Fault | undefined) | undefined
  /** Paths of the requests that reached the server, in order. */
  readonly passed: readonly { readonly method: string; readonly path: string; readonly status: number }[]
  /** Called after the server has answered a request and before the answer goes on. */
  onAnswer:
    | ((request: { readonly method: string; readonly path: string }) => Promise<void> | void)
    | undefined
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}
const toServer = /^\/(api|sync\/v1|health)\//

/** Serves a built client and passes everything else on to the server, with faults where a test wants them. */
export async function startProxy(options: {
  readonly folder: string
  readonly target: () => URL
  readonly port: number
}): Promise<FaultyProxy> {
  const passed: { method: string; path: string; status: number }[] = []
  const open = new Set<ServerResponse>()

  async function file(path: string, response: ServerResponse) {
    const wanted = extname(path) === '' ? '/index.html' : normalize(path)
    try {
      const body = await readFile(join(options.folder, wanted))
      const headers = {
        'Content-Type': types[extname(wanted)] ?? 'application/octet-stream',
        'Cache-Control': 'no-cache',
      }
      response.writeHead(200, headers).end(body)
    } catch {
      response.writeHead(404).end()
    }
  }

  function pass(incoming: IncomingMessage, response: ServerResponse, fault: Fault | undefined) {
    const target = options.target()
    const what = { method: incoming.method ?? 'GET', path: incoming.url ?? '/' }
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        method: what.method,
        path: what.path,
        headers: { ...incoming.headers, host: target.host },
      },
      async (answer) => {
        passed.push({ ...what, status: answer.statusCode ?? 0 })
        await proxy.onAnswer?.(what)
        if (fault === 'lose-answer') {
          answer.resume()
          response.destroy()
          return
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        if (fault === 'cut-answer' || fault === 'slice-answer') {
          const body = Buffer.concat(await answer.toArray())
          if (fault === 'slice-answer') await slice(body, response)
          else response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
          return
        }
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }

  /** Pieces cut characters of several bytes; the later ones are larger, so that a long answer comes to an end. */
  async function slice(body: Buffer, response: ServerResponse) {
    for (let at = 0, length = 5; at < body.length; at += length, length = Math.ceil(length * 1.1)) {
      await new Promise<void>((resolve) => response.write(body.subarray(at, at + length), () => resolve()))
    }
    response.end()
  }

  const server = createServer((incoming, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    const path = incoming.url ?? '/'
    if (!toServer.test(path)) {
      void file(path.split('?')[0] ?? '/', response)
      return
    }
    const fault = proxy.fault?.({ method: incoming.method ?? 'GET', path })
    if (fault === 'refuse') response.destroy()
    else if (fault === 'fail') {
      const problem = {
        type: 'about:blank',
        title: 'x',
        status: 500,
        code: 'internal-error',
        detail: 'It stumbled.',
      }
      response.writeHead(500, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem))
    } else if (fault !== 'hang') pass(incoming, response, fault)
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: FaultyProxy = {
    url: `http://localhost:${port}`,
    fault: undefined,
    onAnswer: undefined,
    passed,
    async close() {
      for (const response of open) response.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return proxy
}
