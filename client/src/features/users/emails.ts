import { createEffect, createSignal, on } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'

export interface Emails {
  /** Undefined where it is not known, also without a connection. */
  of(userId: string | undefined): string | undefined
  read(): void
}

/** E-mail addresses by user: they are asked of the server and never kept on a device. */
export function createEmails(): Emails {
  const [emails, setEmails] = createSignal<ReadonlyMap<string, string>>(new Map())
  function read() {
    if (syncStatus().offline) return
    api('/users', readEmails).then(setEmails, (error: unknown) =>
      console.error('The e-mail addresses could not be read.', error),
    )
  }
  createEffect(on(() => syncStatus().offline, read))
  return { of: (userId) => (userId === undefined ? undefined : emails().get(userId)), read }
}

function readEmails(answer: unknown): ReadonlyMap<string, string> {
  const list = isJsonObject(answer) && Array.isArray(answer.users) ? answer.users : []
  return new Map(
    list.flatMap((user): [string, string][] =>
      isJsonObject(user) && typeof user.id === 'string' && typeof user.email === 'string'
        ? [[user.id, user.email]]
        : [],
    ),
  )
}
