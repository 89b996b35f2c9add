import { promisify } from 'node:util'
import { constants, gzip, zstdCompress } from 'node:zlib'

const gzipText = promisify(gzip)
const zstdText = promisify(zstdCompress)
const WORTH_IT = 2_000

/** A JSON answer, compressed where the client takes it and the size makes it pay: zstd 3, else gzip 1. */
export async function jsonAnswer(
  text: string,
  acceptEncoding: string | undefined,
  headers: Record<string, string> = {},
) {
  const all: Record<string, string> = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
    ...headers,
  }
  const accepted = acceptEncoding ?? ''
  if (text.length < WORTH_IT) return new Response(text, { headers: all })
  if (/\bzstd\b/.test(accepted)) {
    const body = await zstdText(text, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
    return new Response(new Uint8Array(body), { headers: { ...all, 'Content-Encoding': 'zstd' } })
  }
  if (/\bgzip\b/.test(accepted)) {
    const body = await gzipText(text, { level: 1 })
    return new Response(new Uint8Array(body), { headers: { ...all, 'Content-Encoding': 'gzip' } })
  }
  return new Response(text, { headers: all })
}
