import { createEffect, createSignal, on } from 'solid-js'
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'

/** A message of the school that has not gone out. */
export interface TroubledMessage {
  readonly id: string
  readonly template: string
  readonly to: string | undefined
  readonly state: 'waiting' | 'failed'
  readonly failure: string
  readonly answer: string | undefined
  readonly createdAt: string
  readonly nextAttemptAt: string | undefined
  readonly retriable: boolean
}

export interface Outgoing {
  /** Whether the server sends mail. */
  mail(): boolean
  messages(): readonly TroubledMessage[]
  read(): Promise<void>
  /** @throws ApiError */
  retry(id: string): Promise<void>
  /** @throws ApiError */
  remove(id: string): Promise<void>
}

/** What the server sends, and what of it did not go out: asked of the server, and kept on no device. */
export function createOutgoing(): Outgoing {
  const [state, setState] = createSignal<{ mail: boolean; messages: readonly TroubledMessage[] }>({
    mail: false,
    messages: [],
  })
  async function read() {
    if (syncStatus().offline) return
    try {
      setState(await api('/messages', outgoingIn))
    } catch (error) {
      console.error('The messages could not be read.', error)
    }
  }
  createEffect(
    on(
      () => syncStatus().offline,
      () => void read(),
    ),
  )
  return {
    mail: () => state().mail,
    messages: () => state().messages,
    read,
    async retry(id) {
      await api(`/messages/${id}/retry`, () => undefined, { method: 'POST' })
      await read()
    },
    async remove(id) {
      await api(`/messages/${id}`, () => undefined, { method: 'DELETE' })
      await read()
    },
  }
}

function outgoingIn(answer: unknown) {
  const { channels, messages } = isJsonObject(answer) ? answer : {}
  return {
    mail: isJsonObject(channels) && channels.mail === true,
    messages: (Array.isArray(messages) ? messages : []).flatMap((one) =>
      isJsonObject(one) ? messageIn(one) : [],
    ),
  }
}

function messageIn(one: JsonObject): TroubledMessage[] {
  const { id, template, to, state, failure, answer, createdAt, nextAttemptAt, retriable } = one
  if (typeof id !== 'string' || typeof template !== 'string' || typeof createdAt !== 'string') return []
  return [
    {
      id,
      template,
      to: typeof to === 'string' ? to : undefined,
      state: state === 'failed' ? 'failed' : 'waiting',
      failure: typeof failure === 'string' ? failure : '',
      answer: typeof answer === 'string' ? answer : undefined,
      createdAt,
      nextAttemptAt: typeof nextAttemptAt === 'string' ? nextAttemptAt : undefined,
      retriable: retriable === true,
    },
  ]
}
