import { createSignal, Show } from 'solid-js'
import { locale } from '../../i18n/locale.ts'
import { ApiError } from '../../sync/api-error.ts'
import type { SentCodeKind } from '../../sync/second-step.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { failureText } from '../failure-text.ts'
import { fieldIssue } from '../password-issue.ts'
import type { FactorSource } from './factor-source.ts'
import { t } from './messages.ts'
import { SentCodeField, sentDigits } from './sent-code-field.tsx'

/** Codes that are sent: to where, then one of them that shows that it arrives. */
export function CodeSetUp(props: {
  kind: SentCodeKind
  source: FactorSource
  onDone: (codes: readonly string[]) => void
}) {
  const [phone, setPhone] = createSignal('')
  const [sent, setSent] = createSignal(false)
  const [code, setCode] = createSignal('')
  const [issue, setIssue] = createSignal<string>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function attempt(work: () => Promise<void>) {
    setFailure(undefined)
    setIssue(undefined)
    setBusy(true)
    try {
      await work()
    } catch (error) {
      say(error)
    }
    setBusy(false)
  }

  function say(error: unknown) {
    const known = error instanceof ApiError ? error.code : undefined
    if (fieldIssue(error, 'phone')) setIssue(t('phoneWrong'))
    else if (fieldIssue(error, 'code')) setIssue(t('sentWrong'))
    else if (known === 'challenge-ended') setFailure(t('over'))
    else if (known === 'too-many-requests') setFailure(t('tooMany'))
    else setFailure(failureText(error))
  }

  const send = () =>
    attempt(async () => {
      const number = props.kind === 'sms' ? { phone: phone().trim() } : {}
      if (number.phone === '') return void setIssue(t('phoneWrong'))
      await props.source.begin(props.kind, { ...number, language: locale() })
      setCode('')
      // The first time the field that comes with it says so.
      if (!sent()) return void setSent(true)
      showToast({ text: t(`sent.${props.kind}`), tone: 'positive' })
    })

  const confirm = () =>
    attempt(async () => {
      const digits = sentDigits(code())
      if (digits === undefined) return void setIssue(t('sentNeeded'))
      props.onDone(await props.source.confirm({ name: t(`kind.${props.kind}`), code: digits }))
    })

  return (
    <form
      class="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy()) void (sent() ? confirm() : send())
      }}
    >
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <p class="text-muted">{t(props.kind === 'email' ? 'emailHint' : 'smsHint')}</p>
      <Show
        when={sent()}
        fallback={
          <Show when={props.kind === 'sms'}>
            <TextField
              label={t('phone')}
              hint={t('phoneHint')}
              type="tel"
              name="tel"
              autocomplete="tel"
              maxlength={40}
              value={phone()}
              onInput={setPhone}
              error={issue()}
            />
          </Show>
        }
      >
        <SentCodeField
          kind={props.kind}
          value={code()}
          onInput={setCode}
          error={issue()}
          onSendAgain={send}
        />
      </Show>
      <div>
        <Button type="submit" kind="primary" busy={busy()}>
          {t(sent() ? 'confirm' : 'sendCode')}
        </Button>
      </div>
    </form>
  )
}
