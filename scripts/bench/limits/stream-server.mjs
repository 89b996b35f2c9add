import { createServer } from 'node:http'

/**
 * The least that a stream over HTTP takes: whoever asks for / is kept; what is posted is written to all of them, as one
 * buffer, and answered. Argument: the port.
 */
const readers = new Set()

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('event: hello\n\n')
    readers.add(response)
    response.once('close', () => readers.delete(response))
    return
  }
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const frame = Buffer.from(`event: change\ndata: ${Buffer.concat(chunks)}\n\n`)
    for (const reader of readers) reader.write(frame)
    response.writeHead(200, { 'Content-Length': 0 })
    response.end()
  })
})

server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send({ ready: true }))
