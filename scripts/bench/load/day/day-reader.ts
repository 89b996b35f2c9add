import { type ClientRequest, get } from 'node:http'
import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import type { ChangeFrame, HelloFrame } from '../../../../shared/protocol.ts'
import type { DayLine } from './day-line.ts'
import { dayHeaders, type Position, streamPath } from './day-requests.ts'

/** What a reader makes of its frames. */
export interface Seen {
  /** Up to where it has everything. */
  position: Position | undefined
  /** Where the last frame of this connection ended. */
  frameEnd: number | undefined
  frames: number
  take(collection: string, document: AnyDocument): void
  /** Frames began further on than the reader is: it pulls what is between. */
  gap(): void
}

export interface DayReader {
  close(): void
}

const END = '\n\n'
const DATA = '\ndata: '

/**
 * Opens a stream and resolves when it greets. Without `seen` the bytes are thrown away, as cheap as can be; with it every frame has
 * to follow on the one before.
 */
export async function openReader(
  port: number,
  line: DayLine,
  seen: Seen | undefined,
  failed: (what: string) => void,
): Promise<DayReader> {
  const device = await line.device()
  const { promise, resolve, reject } = Promise.withResolvers<DayReader>()
  let closed = false
  const fail = (error: Error) => {
    if (closed) return
    closed = true
    reject(error)
    failed(`${device.deviceId}: ${error.message}`)
  }
  const path = streamPath(seen?.position)
  const request: ClientRequest = get(
    { host: '127.0.0.1', port, path, headers: dayHeaders(device), agent: false },
    (response) => {
      if (response.statusCode !== 200)
        return fail(new Error(`A stream was answered with ${response.statusCode}.`))
      response.once('end', () => fail(new Error('A stream was ended by the server.')))
      response.once('error', fail)
      response.once('data', () =>
        resolve({
          close() {
            closed = true
            request.destroy()
          },
        }),
      )
      if (!seen) return
      response.setEncoding('utf8')
      let text = ''
      response.on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
          const frame = text.slice(0, end)
          text = text.slice(end + END.length)
          try {
            takeFrame(seen, frame)
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)))
          }
        }
      })
    },
  )
  request.once('error', fail)
  return promise
}

/** @throws Error where it is no frame that may come here */
function takeFrame(seen: Seen, frame: string): void {
  const [, event = 'beat'] = /^event: (\w+)$/m.exec(frame) ?? []
  if (event === 'beat') return
  const data = frame.slice(frame.indexOf(DATA) + DATA.length)
  if (event === 'hello') {
    const { epoch, seq, access }: HelloFrame = JSON.parse(data)
    // Whoever returns gets what it missed next, or frames that begin at the greeting: then it pulls.
    seen.position ??= { epoch, seq, access }
    seen.frameEnd = undefined
    return
  }
  if (event !== 'change') throw new Error(`A reader was told: ${frame}`)
  const { collection, documents, prev, seq }: ChangeFrame = JSON.parse(data)
  const { position, frameEnd } = seen
  if (!position) throw new Error('A change came before the greeting.')
  const follows = frameEnd === undefined ? prev >= position.seq : prev === frameEnd
  if (!follows || seq <= prev)
    throw new Error(`A frame from ${prev} to ${seq} came after ${frameEnd ?? position.seq}.`)
  seen.frames += 1
  seen.frameEnd = seq
  for (const document of documents) seen.take(collection, document)
  if (prev > position.seq) seen.gap()
  else seen.position = { ...position, seq: Math.max(seq, position.seq) }
}
