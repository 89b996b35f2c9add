import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route } from '../api/route.ts'
import { USER_MANAGERS } from '../identity/user-rights.ts'
import type { Channel } from './delivery.ts'
import type { Messages } from './messages.ts'

const troubled = Type.Object({
  id: Type.String({ format: 'uuid' }),
  channel: Type.Enum(['mail', 'sms']),
  template: Type.String(),
  to: Type.Optional(Type.String()),
  state: Type.Enum(['waiting', 'failed']),
  failure: Type.String(),
  answer: Type.Optional(Type.String()),
  attempts: Type.Integer(),
  createdAt: Type.String({ format: 'date-time' }),
  nextAttemptAt: Type.Optional(Type.String({ format: 'date-time' })),
  retriable: Type.Boolean(),
})

/** What did not go out of a school's messages, for those who manage its users; and which ways out there are. */
export function messageRoutes(messages: Messages): readonly Route[] {
  const group = 'messages'
  const { store } = messages

  function idOf(context: AppContext): string {
    const id = context.req.param('id')
    if (!isUuid(id)) throw noSuchMessage()
    return id
  }

  return [
    route(
      {
        method: 'GET',
        path: '/messages',
        group,
        summary: 'Which ways out there are, and what did not go out: given up, or tried again later',
        callers: USER_MANAGERS,
        answers: [
          {
            status: 200,
            description: 'The newest 100, the newest first',
            schema: Type.Object({
              channels: Type.Object({ mail: Type.Boolean(), sms: Type.Boolean() }),
              messages: Type.Array(troubled),
            }),
          },
        ],
      },
      async (context) => {
        const found = await store.troubled(context.var.session.tenant.id)
        return context.json({
          channels: { mail: messages.can('mail'), sms: messages.can('sms') },
          messages: found.map(({ to, answer, nextAttemptAt, ...message }) => ({
            ...message,
            ...(to === undefined ? {} : { to: shownAddress(message.channel, to) }),
            ...(answer === null ? {} : { answer }),
            ...(message.state === 'waiting' ? { nextAttemptAt } : {}),
          })),
        })
      },
    ),
    route(
      {
        method: 'POST',
        path: '/messages/:id/retry',
        group,
        summary: 'Try a message again now',
        callers: USER_MANAGERS,
        answers: [
          { status: 204, description: 'It is tried again' },
          { status: 404, description: 'not-found, also for one that can be tried no more' },
        ],
      },
      async (context) => {
        if (!(await messages.retry(context.var.session.tenant.id, idOf(context)))) throw noSuchMessage()
        return context.body(null, 204)
      },
    ),
    route(
      {
        method: 'DELETE',
        path: '/messages/:id',
        group,
        summary: 'Take a message that did not go out off the list; it is tried no more',
        callers: USER_MANAGERS,
        answers: [
          { status: 204, description: 'Removed' },
          { status: 404, description: 'not-found' },
        ],
      },
      async (context) => {
        if (!(await store.remove(context.var.session.tenant.id, idOf(context)))) throw noSuchMessage()
        return context.body(null, 204)
      },
    ),
  ]
}

/** Whose number it is, is that person's business: its end says which of them does not work. */
function shownAddress(channel: Channel, to: string): string {
  return channel === 'sms' ? `…${to.slice(-2)}` : to
}

function noSuchMessage(): EtraxError {
  return new EtraxError('not-found', 'There is no such message.')
}
