import type { Wire } from './wire.ts'

const COLLECTION = '/sync/v1/equipment'

function headers({ token, deviceId }: { token: string; deviceId: string }) {
  return { Authorization: `Bearer ${token}`, 'X-Device-Id': deviceId, 'X-Schema-Version': '0' }
}

export const etraxWire: Wire = {
  push: (device, documents) => ({
    method: 'POST',
    path: `${COLLECTION}/push`,
    headers: headers(device),
    body: JSON.stringify(documents.map((document) => ({ newDocumentState: document }))),
  }),
  refused({ status, body }) {
    const answer: { rejected?: readonly unknown[] } = status === 200 ? JSON.parse(body.toString()) : {}
    if (!answer.rejected) throw new Error(`ETrax answered a push with ${status}: ${body}`)
    return answer.rejected.length
  },
  pull: (device, from, limit) => ({
    method: 'GET',
    path: `${COLLECTION}/pull?${new URLSearchParams({ ...from, limit: String(limit) })}`,
    headers: headers(device),
  }),
  page({ status, body }) {
    if (status !== 200) throw new Error(`ETrax answered a pull with ${status}: ${body}`)
    const answer: {
      documents: readonly unknown[]
      checkpoint: { epoch: string; seq: number; access: string }
    } = JSON.parse(body.toString())
    const { epoch, seq, access } = answer.checkpoint
    return { count: answer.documents.length, next: { epoch, seq: String(seq), access } }
  },
  stream: (device) => ({ method: 'GET', path: '/sync/v1/stream', headers: headers(device) }),
  streamReady: 'event: hello',
}
