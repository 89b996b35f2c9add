import { createEffect, createSignal, lazy, on, Show, Suspense } from 'solid-js'
import type { Json } from '../../../shared/json.ts'
import { t as core } from '../i18n/core.ts'
import type { SecondStep } from '../sync/second-step.ts'
import { stepUp, stepUpByFactor } from '../sync/step-up.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { failureText } from './failure-text.ts'
import { t } from './messages.ts'
import { fieldIssue } from './password-issue.ts'

const SecondStepForm = lazy(async () => ({
  default: (await import('./factors/second-step-form.tsx')).SecondStepForm,
}))

/**
 * Asks once more who is there, before something about how that person signs in is changed: the password, and the factor of
 * whoever has one.
 */
export function StepUpDialog(props: { open: boolean; onDone: (proved: boolean) => void }) {
  const [password, setPassword] = createSignal('')
  const [issue, setIssue] = createSignal<'wrong' | 'needed'>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const [step, setStep] = createSignal<SecondStep>()
  createEffect(
    on(
      () => props.open,
      () => {
        setPassword('')
        setIssue(undefined)
        setFailure(undefined)
        setStep(undefined)
      },
    ),
  )

  async function prove() {
    setFailure(undefined)
    setIssue(password() === '' ? 'needed' : undefined)
    if (issue()) return
    setBusy(true)
    try {
      const asked = await stepUp(password())
      if (asked) setStep(asked)
      else props.onDone(true)
    } catch (error) {
      setIssue(fieldIssue(error, 'password') === undefined ? undefined : 'wrong')
      if (!issue()) setFailure(failureText(error))
    }
    setBusy(false)
  }

  async function proveFactor(proof: Readonly<Record<string, Json>>) {
    await stepUpByFactor(proof)
    props.onDone(true)
  }

  return (
    <Dialog
      open={props.open}
      onClose={() => props.onDone(false)}
      title={t('stepUp')}
      description={t('stepUpHint')}
      actions={
        step() ? undefined : (
          <>
            <Button onClick={() => props.onDone(false)}>{core('action.cancel')}</Button>
            <Button kind="primary" busy={busy()} onClick={() => void prove()}>
              {t('goOn')}
            </Button>
          </>
        )
      }
    >
      <Show
        when={step()}
        fallback={
          <form
            class="grid gap-4"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (!busy()) void prove()
            }}
          >
            <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
            <TextField
              label={t('yourPassword')}
              type="password"
              name="password"
              autocomplete="current-password"
              value={password()}
              onInput={setPassword}
              error={issue() && t(`yourPassword.${issue() ?? 'wrong'}`)}
              ref={(element) => {
                element.autofocus = true
              }}
            />
          </form>
        }
      >
        {(asked) => (
          <Suspense>
            <SecondStepForm step={asked()} onProof={proveFactor} onBack={() => setStep(undefined)} />
          </Suspense>
        )}
      </Show>
    </Dialog>
  )
}
