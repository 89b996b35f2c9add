import type { Wire } from './wire.ts'

export const POUCH_DATABASE = '/bench'

export const pouchdbWire: Wire = {
  push: (_, documents) => ({
    method: 'POST',
    path: `${POUCH_DATABASE}/_bulk_docs`,
    body: JSON.stringify({ docs: documents.map(({ id, ...fields }) => ({ _id: id, ...fields })) }),
  }),
  refused({ status, body }) {
    if (status !== 201) throw new Error(`PouchDB answered a push with ${status}: ${body}`)
    const results: readonly { ok?: boolean }[] = JSON.parse(body.toString())
    return results.filter((result) => result.ok !== true).length
  },
  pull: (_, from, limit) => ({
    method: 'GET',
    path: `${POUCH_DATABASE}/_changes?${new URLSearchParams({ include_docs: 'true', since: '0', ...from, limit: String(limit) })}`,
  }),
  page({ status, body }) {
    if (status !== 200) throw new Error(`PouchDB answered a pull with ${status}: ${body}`)
    const answer: { results: readonly unknown[]; last_seq: number } = JSON.parse(body.toString())
    return { count: answer.results.length, next: { since: String(answer.last_seq) } }
  },
  stream: () => ({
    method: 'GET',
    path: `${POUCH_DATABASE}/_changes?feed=continuous&include_docs=true&since=now&heartbeat=1000`,
  }),
  streamReady: 'HTTP/1.1 200',
}
