import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
}
/** What is packed already. */
const PACKED = new Set(['.png', '.webp', '.woff2', '.gz', '.mp3', '.ogg'])

const pack = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: brotliFor(bytes.length) }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
} as const
type Packing = keyof typeof pack

/**
 * Tables of the file's size: without being told, Brotli clears some of many megabytes for each of a hundred small files, seconds of
 * a processor for the first visit. Beyond quality 6 half a percent is to be had, for four times the work.
 */
function brotliFor(bytes: number): Readonly<Record<number, number>> {
  return {
    [constants.BROTLI_PARAM_QUALITY]: 6,
    [constants.BROTLI_PARAM_LGWIN]: Math.min(22, Math.max(10, Math.ceil(Math.log2(bytes)))),
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes,
  }
}

/** What a browser asks for to learn of a new build; a client that has been here asks for its worker alone. */
const ENTRIES: ReadonlySet<string> = new Set(['/index.html', '/sw.js'])

export interface ClientFile {
  readonly type: string
  readonly etag: string
  /** The name holds a hash of the contents: it never changes. */
  readonly immutable: boolean
  body(packing: Packing | undefined): Promise<Uint8Array>
  readonly packable: boolean
}

export interface ClientFiles {
  /** A file by its path in the address, such as `/assets/app-1a2b.js`. */
  find(path: string): Promise<ClientFile | undefined>
}

/**
 * The built client. Only names that are in the folder are ever read. A new build is noticed; files are kept in memory,
 * packed when first asked for.
 */
export function clientFiles(folder: string): ClientFiles {
  let built = Number.NaN
  let names = new Map<string, string>()
  const files = new Map<string, Promise<ClientFile>>()

  function lookAgain() {
    const at = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN
    if (Object.is(at, built)) return
    built = at
    files.clear()
    names = Number.isNaN(at) ? new Map() : listFiles(folder)
  }

  return {
    async find(path) {
      if (ENTRIES.has(path) || !names.has(path)) lookAgain()
      const file = names.get(path)
      if (file === undefined) return undefined
      const known = files.get(path) ?? readClientFile(file, path)
      files.set(path, known)
      return await known
    },
  }
}

function listFiles(folder: string): Map<string, string> {
  const names = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in TYPES)) continue
    const file = join(entry.parentPath, entry.name)
    names.set(`/${relative(folder, file).split(sep).join('/')}`, file)
  }
  return names
}

async function readClientFile(file: string, path: string): Promise<ClientFile> {
  const bytes = new Uint8Array(await readFile(file))
  const extension = extname(file)
  const packed = new Map<Packing, Promise<Uint8Array>>()
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    immutable: /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(path),
    packable: !PACKED.has(extension) && bytes.length > 1_000,
    async body(packing) {
      if (packing === undefined) return bytes
      const known = packed.get(packing) ?? pack[packing](bytes).then((result) => new Uint8Array(result))
      packed.set(packing, known)
      return await known
    },
  }
}
