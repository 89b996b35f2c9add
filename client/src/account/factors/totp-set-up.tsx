import { createMemo, createSignal, onMount, Show } from 'solid-js'
import { ApiError } from '../../sync/api-error.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { qrPath } from '../../ui/qr-path.ts'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { failureText } from '../failure-text.ts'
import { fieldIssue } from '../password-issue.ts'
import { type FactorSource, totpIn } from './factor-source.ts'
import { t } from './messages.ts'
import './qr-code.css'

/** An authenticator app: its key as a picture and in words, then a code that shows that the app has it. */
export function TotpSetUp(props: { source: FactorSource; onDone: (codes: readonly string[]) => void }) {
  const [key, setKey] = createSignal<{ secret: string; address: string }>()
  const [code, setCode] = createSignal('')
  const [issue, setIssue] = createSignal<'codeWrong' | 'codeNeeded'>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function begin() {
    setFailure(undefined)
    try {
      setKey(totpIn(await props.source.begin('totp')))
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  onMount(() => void begin())

  async function confirm() {
    const digits = code().replace(/\s/g, '')
    setFailure(undefined)
    setIssue(/^\d{6}$/.test(digits) ? undefined : 'codeNeeded')
    if (issue()) return
    setBusy(true)
    try {
      props.onDone(await props.source.confirm({ name: t('kind.totp'), code: digits }))
    } catch (error) {
      if (fieldIssue(error, 'code')) setIssue('codeWrong')
      else if (error instanceof ApiError && error.code === 'challenge-ended') setFailure(t('over'))
      else setFailure(failureText(error))
    }
    setBusy(false)
  }

  async function copy(secret: string) {
    try {
      await navigator.clipboard.writeText(secret)
      showToast({ text: t('copied'), tone: 'positive' })
    } catch {
      // The browser may refuse for reasons of its own; the key can still be marked.
      showToast({ text: t('copyFailed'), tone: 'danger' })
    }
  }

  return (
    <div class="grid gap-4">
      <Show when={failure()}>
        {(why) => (
          <Banner
            tone="danger"
            title={why()}
            urgent
            actions={<Button onClick={() => void begin()}>{t('beginAgain')}</Button>}
          />
        )}
      </Show>
      <Show when={key()}>
        {(made) => (
          <form
            class="grid gap-4"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (!busy()) void confirm()
            }}
          >
            <div class="grid gap-2">
              <p class="text-note font-semibold">{t('scan')}</p>
              <QrCode text={made().address} />
            </div>
            <div class="grid gap-2">
              <p class="text-note font-semibold">{t('byHand')}</p>
              <div class="flex flex-wrap items-center gap-3">
                <p class="code min-w-0 flex-1 basis-48 break-words select-all">{grouped(made().secret)}</p>
                <Button onClick={() => void copy(made().secret)}>{t('copyKey')}</Button>
              </div>
            </div>
            <TextField
              label={t('code')}
              hint={t('codeHint')}
              name="one-time-code"
              autocomplete="one-time-code"
              inputmode="numeric"
              value={code()}
              onInput={setCode}
              error={issue() && t(issue() ?? 'codeWrong')}
            />
            <div>
              <Button type="submit" kind="primary" busy={busy()}>
                {t('confirm')}
              </Button>
            </div>
          </form>
        )}
      </Show>
    </div>
  )
}

/** Black on white in every theme: cameras want it so. */
function QrCode(props: { text: string }) {
  const code = createMemo(() => qrPath(props.text))
  return (
    <Show when={code()}>
      {(made) => (
        <svg
          class="qr-plate size-52 rounded-md"
          role="img"
          aria-label={t('qr')}
          viewBox={`0 0 ${made().size} ${made().size}`}
          shape-rendering="crispEdges"
        >
          <path d={made().path} />
        </svg>
      )}
    </Show>
  )
}

function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
