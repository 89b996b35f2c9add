/** Unpacks a file of the application itself, which the service worker keeps gzipped. @throws where it is not to be had */
export async function readGzipped(address: string): Promise<ArrayBuffer> {
  const { body, ok } = await fetch(address)
  if (!ok || !body) throw new Error(`${address} is not there.`)
  return new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}

/** Fetches a file so that the service worker keeps it. */
export async function keepFile(address: string): Promise<void> {
  const { body } = await fetch(address)
  await body?.cancel()
}
