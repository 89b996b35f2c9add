import { createServer } from 'node:http'

/**
 * Gives the authority's certificate, which is public, to phones that do not trust it yet and so cannot come by HTTPS. It
 * answers nothing else. Returns its port and how to end it.
 */
export async function startTrustServer(
  authority: string,
  host: string,
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== TRUST_PATH) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.\n')
      return
    }
    response
      .writeHead(200, {
        'Content-Type': 'application/x-x509-ca-cert',
        'Content-Disposition': 'attachment; filename="etrax.crt"',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      .end(authority)
  })
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const TRUST_PATH = '/etrax.crt'
