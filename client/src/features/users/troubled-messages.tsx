import { Key } from '@solid-primitives/keyed'
import { createSignal, Show } from 'solid-js'
import { failureText } from '../../account/failure-text.ts'
import { formatAge } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { now } from '../../things/now.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'
import type { Outgoing, TroubledMessage } from './outgoing.ts'
import { t } from './outgoing-messages.ts'

const TEMPLATES = [
  'invitation',
  'new-password',
  'forgotten-password',
  'password-changed',
  'factor-changed',
  'email-changed',
  'token-reused',
  'code',
] as const
const FAILURES = ['refused', 'unreachable', 'credentials', 'off', 'expired', 'unreadable'] as const

/** Messages of the school that did not go out, with why, and what can be done about each. Nothing where all is well. */
export function TroubledMessages(props: { outgoing: Outgoing }) {
  const [busy, setBusy] = createSignal<string>()
  const count = () => props.outgoing.messages().length

  async function attempt(id: string, work: () => Promise<void>, done: string) {
    setBusy(id)
    try {
      await work()
      showToast({ text: done, tone: 'positive' })
    } catch (error) {
      showToast({ text: failureText(error), tone: 'danger' })
    }
    setBusy(undefined)
  }
  const kind = ({ template }: TroubledMessage) =>
    t(`kind.${TEMPLATES.find((one) => one === template) ?? 'other'}`)
  const reason = ({ failure, answer }: TroubledMessage) => {
    const words = t(`failure.${FAILURES.find((one) => one === failure) ?? 'other'}`)
    return answer === undefined ? words : `${words} (${answer})`
  }

  return (
    <Show when={count() > 0}>
      <section class="px-4 pt-4 lg:px-6" aria-label={t('title', { count: count() })}>
        <Banner tone="warning" title={t('title', { count: count() })}>
          <ul aria-label={t('title', { count: count() })} class="divide-y divide-line">
            <Key each={props.outgoing.messages()} by="id">
              {(message) => (
                <li class="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
                  <span class="min-w-0 flex-1 basis-60">
                    <span class="block font-medium wrap-anywhere">{message().to ?? t('unknown')}</span>
                    <span class="block text-note">
                      {`${kind(message())}, ${formatAge(message().createdAt, now())}`}
                    </span>
                    <span class="block text-note">
                      {message().state === 'waiting'
                        ? `${reason(message())} ${t('again')}`
                        : reason(message())}
                    </span>
                  </span>
                  <span class="flex flex-wrap gap-2">
                    <Show when={message().retriable}>
                      <Button
                        aria-label={t('retryTo', { address: message().to ?? t('unknown') })}
                        busy={busy() === message().id}
                        disabled={syncStatus().offline}
                        onClick={() =>
                          void attempt(message().id, () => props.outgoing.retry(message().id), t('retried'))
                        }
                      >
                        {t('retry')}
                      </Button>
                    </Show>
                    <Button
                      aria-label={t('removeTo', { address: message().to ?? t('unknown') })}
                      disabled={syncStatus().offline || busy() === message().id}
                      onClick={() =>
                        void attempt(message().id, () => props.outgoing.remove(message().id), t('removed'))
                      }
                    >
                      {t('remove')}
                    </Button>
                  </span>
                </li>
              )}
            </Key>
          </ul>
        </Banner>
      </section>
    </Show>
  )
}
