import { createSignal, Match, Show, Switch } from 'solid-js'
import type { Json } from '../../../../shared/json.ts'
import { locale } from '../../i18n/locale.ts'
import { ApiError } from '../../sync/api-error.ts'
import {
  askBeforeSignIn,
  isSentCode,
  type SecondMethod,
  type SecondStep,
  type SentCodeKind,
} from '../../sync/second-step.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { failureText } from '../failure-text.ts'
import { t as factors } from './messages.ts'
import { PasskeyDeclined, passkeysWorkHere, usePasskey } from './passkey.ts'
import { SentCodeField, sentDigits } from './sent-code-field.tsx'
import { t } from './step-messages.ts'

/** At the sign-in, and where somebody proves it once more. */
const REFUSED = ['invalid-credentials', 'invalid-value']

/** The second step: a code of the app or one that is sent, a passkey, or a code that was kept for the day on which both are lost. */
export function SecondStepForm(props: {
  step: SecondStep
  /** Takes the proof to the server, and goes on where it is right. @throws ApiError */
  onProof: (proof: Readonly<Record<string, Json>>) => Promise<void>
  onBack: () => void
}) {
  const methods = () => props.step.methods.filter((one) => one !== 'passkey' || passkeysWorkHere())
  const [method, setMethod] = createSignal<SecondMethod>(methods()[0] ?? 'recovery-code')
  /** By which way a code was sent, the last time; it is the only one that is good. */
  const [sentBy, setSentBy] = createSignal<SentCodeKind>()
  const sendable = () => {
    const chosen = method()
    return isSentCode(chosen) ? chosen : undefined
  }
  const asksToSend = () => sendable() !== undefined && sendable() !== sentBy()
  const [code, setCode] = createSignal('')
  const [issue, setIssue] = createSignal<string>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  function choose(next: SecondMethod) {
    setMethod(next)
    setCode('')
    setIssue(undefined)
    setFailure(undefined)
  }

  async function send() {
    const by = sendable()
    if (!by) return
    const { tenant, challenge } = props.step
    setFailure(undefined)
    setIssue(undefined)
    setBusy(true)
    try {
      const body = { challenge, method: by, language: locale() }
      await askBeforeSignIn(tenant, '/auth/second-factor/code', body)
      setCode('')
      // The first time the field that comes with it says so.
      if (sentBy() !== by) setSentBy(by)
      else showToast({ text: factors(`sent.${by}`), tone: 'positive' })
    } catch (error) {
      say(error)
    }
    setBusy(false)
  }

  /** What is wrong with the code before anybody is asked. */
  function issueOf(typed: string): string | undefined {
    if (sendable()) return sentDigits(typed) === undefined ? factors('sentNeeded') : undefined
    return method() !== 'passkey' && typed.trim() === '' ? t('needed') : undefined
  }

  async function prove() {
    const { tenant, challenge } = props.step
    setFailure(undefined)
    setIssue(issueOf(code()))
    if (issue()) return
    setBusy(true)
    try {
      const proof =
        method() === 'passkey'
          ? {
              response: await usePasskey(
                await askBeforeSignIn(tenant, '/auth/second-factor/passkey', { challenge }),
              ),
            }
          : { code: sendable() || method() === 'totp' ? code().replace(/[\s-]/g, '') : code().trim() }
      await props.onProof({ challenge, method: method(), ...proof })
    } catch (error) {
      say(error)
    }
    setBusy(false)
  }

  function say(error: unknown) {
    const refused = error instanceof ApiError && REFUSED.includes(error.code)
    if (error instanceof PasskeyDeclined) setFailure(t('declined'))
    else if (error instanceof ApiError && error.code === 'challenge-ended') setFailure(t('over'))
    else if (error instanceof ApiError && error.code === 'too-many-requests' && asksToSend())
      setFailure(factors('tooMany'))
    else if (!refused) setFailure(failureText(error))
    else if (method() === 'passkey') setFailure(t('wrongPasskey'))
    else if (sendable()) setIssue(factors('sentWrong'))
    else setIssue(method() === 'totp' ? t('wrong') : t('wrongRecovery'))
  }

  return (
    <form
      class="grid gap-5"
      noValidate
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy()) void (asksToSend() ? send() : prove())
      }}
    >
      <p class="text-muted">{t('lead')}</p>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Show when={methods().length > 1}>
        <Segmented
          label={t('methods')}
          value={method()}
          onChange={choose}
          options={methods().map((value) => ({ value, label: t(`method.${value}`) }))}
        />
      </Show>
      <Switch>
        <Match when={method() === 'passkey'}>
          <p>{t('passkeyLead')}</p>
        </Match>
        <Match when={sendable()}>
          {(by) => (
            <Show
              when={asksToSend()}
              fallback={
                <SentCodeField
                  kind={by()}
                  value={code()}
                  onInput={setCode}
                  error={issue()}
                  onSendAgain={send}
                />
              }
            >
              <p>{t(`sendLead.${by()}`)}</p>
            </Show>
          )}
        </Match>
        <Match when={method() === 'totp'}>
          <TextField
            label={t('method.totp')}
            hint={t('totpHint')}
            name="one-time-code"
            autocomplete="one-time-code"
            inputmode="numeric"
            value={code()}
            onInput={setCode}
            error={issue()}
            ref={(element) => queueMicrotask(() => element.focus())}
          />
        </Match>
        <Match when={method() === 'recovery-code'}>
          <TextField
            label={t('method.recovery-code')}
            hint={t('recoveryHint')}
            name="recovery-code"
            autocomplete="off"
            value={code()}
            onInput={setCode}
            error={issue()}
            ref={(element) => {
              element.autocapitalize = 'none'
              element.spellcheck = false
            }}
          />
        </Match>
      </Switch>
      <div class="flex flex-wrap gap-3 max-sm:*:flex-1">
        <Button type="submit" kind="primary" busy={busy()}>
          {asksToSend() ? factors('sendCode') : method() === 'passkey' ? t('usePasskey') : t('goOn')}
        </Button>
        <Button icon="back" onClick={() => props.onBack()}>
          {t('back')}
        </Button>
      </div>
      <p class="text-note text-muted">{t('lostAll')}</p>
    </form>
  )
}
