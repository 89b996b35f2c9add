import { createEffect, createSignal, on } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'

/**
 * E-mail addresses by user: they are asked of the server and never kept on a device. Undefined where they are not known,
 * also without a connection.
 */
export function createEmails(): (userId: string | undefined) => string | undefined {
  const [emails, setEmails] = createSignal<ReadonlyMap<string, string>>(new Map())
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => {
        if (offline) return
        api('/users', readEmails).then(setEmails, (error: unknown) =>
          console.error('The e-mail addresses could not be read.', error),
        )
      },
    ),
  )
  return (userId) => (userId === undefined ? undefined : emails().get(userId))
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
