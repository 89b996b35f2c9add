import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import type { TestServer } from '../../identity/test-server.ts'

export interface Streamed {
  readonly collection: string
  readonly document: AnyDocument
}

export interface StreamReader {
  /** All documents that came until one of this name, and the bytes of them. */
  until(name: string): Promise<{ readonly documents: readonly Streamed[]; readonly text: string }>
  close(): Promise<void>
}

/** Opens the stream as a device does, and resolves when it was greeted. */
export async function openStream(server: Pick<TestServer, 'request'>, token: string): Promise<StreamReader> {
  const answer = await server.request('/sync/v1/stream', { token })
  if (answer.status !== 200 || !answer.body) throw new Error(await answer.text())
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('event: hello')) text += (await reader.read()).value ?? ''
  return {
    async until(name) {
      const end = `"name":"${name}"`
      for (let ended = false; !text.includes(end) && !ended; ) {
        const { done, value } = await reader.read()
        ended = done
        text += value ?? ''
      }
      return { documents: documentsIn(text), text }
    },
    close: () => reader.cancel(),
  }
}

function documentsIn(text: string): readonly Streamed[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '))
  return lines.flatMap((line) => {
    const data: unknown = JSON.parse(line.slice('data: '.length))
    if (!isJsonObject(data) || !Array.isArray(data.documents)) return []
    return data.documents
      .filter(isDocument)
      .map((document) => ({ collection: String(data.collection), document }))
  })
}

function isDocument(value: unknown): value is AnyDocument {
  return typeof value === 'object' && value !== null && 'id' in value && 'stamp' in value
}
