import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { formatAge, formatDate } from '../i18n/format.ts'
import { syncStatus } from '../sync/status.ts'
import { now } from '../things/now.ts'
import { Button } from '../ui/button.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { showToast } from '../ui/toast.tsx'
import { browserName } from './browser-name.ts'
import { createStepUp } from './create-step-up.tsx'
import { failureText } from './failure-text.ts'
import { t } from './messages.ts'
import { ReadFailed } from './read-failed.tsx'
import { endSession, readSessions, type SignedInSession } from './sessions.ts'

/** Where somebody is signed in; of the own sessions each can be ended. Read anew when `version` changes. */
export function SessionList(props: { userId?: string; version?: number }) {
  const [sessions, setSessions] = createSignal<readonly SignedInSession[]>()
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()

  async function read() {
    try {
      setSessions(await readSessions(props.userId))
      setFailure(undefined)
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  createEffect(
    on(
      () => [props.userId, props.version, syncStatus().offline] as const,
      ([, , offline]) => {
        if (!offline) void read()
      },
    ),
  )

  async function end(session: SignedInSession) {
    try {
      if (!(await stepUp.run(() => endSession(session.id)))) return
      showToast({ text: t('ended'), tone: 'positive' })
      await read()
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  const nameOf = ({ userAgent }: SignedInSession) => t('browserOn', { ...browserName(userAgent ?? '') })

  return (
    <div class="grid w-full gap-3">
      <stepUp.Dialog />
      <ReadFailed why={failure()} onAgain={() => void read()} />
      <Show when={sessions()}>
        {(list) => (
          <ul aria-label={t('sessions')} class="edge divide-y divide-line rounded-md border-line bg-raised">
            <Key each={list()} by="id" fallback={<li class="px-4 py-3 text-muted">{t('none')}</li>}>
              {(session) => (
                <li class="flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
                  <span class="min-w-0 flex-1">
                    <span class="block font-medium">{nameOf(session())}</span>
                    <span class="block text-note text-muted">
                      {`${t('used', { age: formatAge(session().usedAt, now()) })}, ${t('since', { date: formatDate(session().createdAt) })}`}
                    </span>
                  </span>
                  <Show
                    when={!session().current}
                    fallback={<StatusBadge tone="info" icon="device" label={t('here')} plain />}
                  >
                    <Show when={props.userId === undefined}>
                      <Button
                        aria-label={t('endNamed', { name: nameOf(session()) })}
                        disabled={syncStatus().offline}
                        onClick={() => void end(session())}
                      >
                        {t('end')}
                      </Button>
                    </Show>
                  </Show>
                </li>
              )}
            </Key>
          </ul>
        )}
      </Show>
    </div>
  )
}
