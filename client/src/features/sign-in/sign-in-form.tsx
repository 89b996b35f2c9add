import { A } from '@solidjs/router'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { SecondStep } from '../../sync/second-step.ts'
import { lastTenant, signIn } from '../../sync/sign-in.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { schoolFromAddress } from './school-from-address.ts'
import { type SignInProblem, signInProblem, timeLeft } from './sign-in-problem.ts'

type FieldName = 'school' | 'email' | 'password'

/** Nothing that was typed is lost by an error; password managers and pasting work, since the fields are plain ones. */
export function SignInForm(props: {
  school: string | undefined
  onSignedIn: () => void
  /** The password was right, and more is asked for. */
  onStep: (step: SecondStep) => void
}) {
  const [values, setValues] = createSignal<Record<FieldName, string>>({ school: '', email: '', password: '' })
  const [missing, setMissing] = createSignal<FieldName>()
  const [problem, setProblem] = createSignal<SignInProblem>()
  const [busy, setBusy] = createSignal(false)
  const [shown, setShown] = createSignal(false)
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 500)
  onCleanup(() => clearInterval(timer))
  const inputs: Partial<Record<FieldName, HTMLElement>> = {}

  onMount(async () => {
    const known = props.school ?? (await lastTenant().catch(() => undefined))
    const school = known ?? schoolFromAddress(window.location.hostname)
    if (school && values().school === '') setValues((typed) => ({ ...typed, school }))
  })

  const waiting = () => {
    const until = problem()?.until
    return until !== undefined && until > now() ? timeLeft(until, now()) : undefined
  }

  const set = (name: FieldName) => (value: string) => {
    setValues((typed) => ({ ...typed, [name]: value }))
    if (missing() === name) setMissing(undefined)
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (busy() || waiting()) return
    const first = (['school', 'email', 'password'] as const).find((name) => values()[name].trim() === '')
    setMissing(first)
    if (first) {
      inputs[first]?.focus()
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      const { school, email, password } = values()
      const step = await signIn({ tenant: school, email, password })
      if (step) {
        setBusy(false)
        props.onStep(step)
        return
      }
    } catch (error) {
      setProblem(signInProblem(error, Date.now()))
      setBusy(false)
      if (problem()?.kind === 'unexpected') console.error('Signing in failed.', error)
      if (problem()?.kind === 'invalid-credentials') inputs.password?.focus()
      return
    }
    setBusy(false)
    props.onSignedIn()
  }

  const forgotten = () =>
    `/forgotten-password?${new URLSearchParams({ school: values().school.trim() }).toString()}`
  const errorOf = (name: FieldName) => (missing() === name ? t(`error.${name}`) : undefined)

  return (
    <form class="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
      <Show when={problem()}>
        {(what) => (
          <Banner tone="danger" title={t(`error.${what().kind}`)} urgent>
            <Show
              when={what().kind === 'too-many-requests'}
              fallback={t(`error.${what().kind}Hint`, { code: what().code, time: '' })}
            >
              {/* The seconds are not read aloud one by one: the button below says them too. */}
              <span aria-hidden="true">
                {t('error.too-many-requestsHint', { time: waiting() ?? '0:00' })}
              </span>
            </Show>
          </Banner>
        )}
      </Show>
      <TextField
        label={t('school')}
        hint={t('schoolHint')}
        name="school"
        autocomplete="organization"
        value={values().school}
        onInput={set('school')}
        error={errorOf('school')}
        ref={(element) => {
          inputs.school = element
          element.autocapitalize = 'none'
          element.spellcheck = false
        }}
      />
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autocomplete="username"
        value={values().email}
        onInput={set('email')}
        error={errorOf('email')}
        ref={(element) => {
          inputs.email = element
        }}
      />
      <div class="grid">
        <TextField
          label={t('password')}
          type={shown() ? 'text' : 'password'}
          name="password"
          autocomplete="current-password"
          value={values().password}
          onInput={set('password')}
          error={errorOf('password')}
          ref={(element) => {
            inputs.password = element
            element.autocapitalize = 'none'
            element.spellcheck = false
          }}
        />
        <Checkbox label={t('showPassword')} checked={shown()} onChange={setShown} />
      </div>
      <Button type="submit" kind="primary" wide busy={busy()} disabled={waiting() !== undefined}>
        <Show when={waiting()} fallback={busy() ? t('submitting') : t('submit')}>
          {(time) => t('waiting', { time: time() })}
        </Show>
      </Button>
      <PasskeyButton school={values().school} onSignedIn={props.onSignedIn} />
      <A
        class="flex min-h-target items-center justify-self-start text-accent-text underline underline-offset-4"
        href={forgotten()}
      >
        {t('forgotten')}
      </A>
    </form>
  )
}
