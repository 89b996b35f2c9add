import { EtraxError } from '../../shared/errors.ts'
import type { AppContext } from '../api/app-env.ts'
import { problem } from '../api/problem.ts'
import type { ClientFile, ClientFiles } from './client-files.ts'

/** Paths of the server's own; what is not found below them is no page of the app. */
const SERVER_PATHS = /^\/(api|sync\/v1|health|metrics)(\/|$)/

/** What no route answers: a file of the client, the app itself for the address of one of its pages, or 404. */
export function serveClient(files: ClientFiles): (context: AppContext) => Promise<Response> {
  return async (context) => {
    const { method, path } = context.req
    const missing = problem(context, new EtraxError('not-found', 'There is nothing here.'))
    if (SERVER_PATHS.test(path)) return missing
    if (method !== 'GET' && method !== 'HEAD') {
      const refusal = problem(context, new EtraxError('method-not-allowed', 'Pages are read by GET.'))
      refusal.headers.set('Allow', 'GET, HEAD')
      return refusal
    }
    const file = await files.find(path === '/' ? '/index.html' : path)
    if (file) return await fileAnswer(context, file)
    const isPage = !/\.[a-z0-9]+$/i.test(path) && acceptsPages(context)
    const shell = isPage ? await files.find('/index.html') : undefined
    return shell ? await fileAnswer(context, shell) : missing
  }
}

function acceptsPages(context: AppContext): boolean {
  return /text\/html|\*\/\*/.test(context.req.header('Accept') ?? '*/*')
}

async function fileAnswer(context: AppContext, file: ClientFile): Promise<Response> {
  const accepted = context.req.header('Accept-Encoding') ?? ''
  const packing = !file.packable
    ? undefined
    : /\bbr\b/.test(accepted)
      ? 'br'
      : /\bgzip\b/.test(accepted)
        ? 'gzip'
        : undefined
  const etag = `"${file.etag}${packing === undefined ? '' : `-${packing}`}"`
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  }
  if (context.req.header('If-None-Match') === etag) return new Response(null, { status: 304, headers })
  if (packing !== undefined) headers['Content-Encoding'] = packing
  const body = await file.body(packing)
  headers['Content-Length'] = String(body.length)
  return new Response(context.req.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}
