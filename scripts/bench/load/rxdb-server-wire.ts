import type { Wire } from './wire.ts'

const ENDPOINT = '/items/0'

export const rxdbServerWire: Wire = {
  push: (_, documents) => ({
    method: 'POST',
    path: `${ENDPOINT}/push`,
    body: JSON.stringify(
      documents.map((document) => ({ newDocumentState: { ...document, _deleted: false } })),
    ),
  }),
  refused({ status, body }) {
    if (status !== 200) throw new Error(`rxdb-server answered a push with ${status}: ${body}`)
    const conflicts: readonly unknown[] = JSON.parse(body.toString())
    return conflicts.length
  },
  pull: (_, from, limit) => ({
    method: 'GET',
    path: `${ENDPOINT}/pull?${new URLSearchParams({ id: '', lwt: '0', ...from, limit: String(limit) })}`,
  }),
  page({ status, body }) {
    if (status !== 200) throw new Error(`rxdb-server answered a pull with ${status}: ${body}`)
    const answer: { documents: readonly unknown[]; checkpoint: { id: string; lwt: number } } = JSON.parse(
      body.toString(),
    )
    const { id, lwt } = answer.checkpoint
    return { count: answer.documents.length, next: { id, lwt: String(lwt) } }
  },
  stream: () => ({ method: 'GET', path: `${ENDPOINT}/pullStream` }),
  streamReady: 'text/event-stream',
}
