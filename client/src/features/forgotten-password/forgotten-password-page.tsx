import { useSearchParams } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import { OutsideHead } from '../../app/outside-head.tsx'
import { locale } from '../../i18n/locale.ts'
import { ApiError } from '../../sync/api-error.ts'
import { askForLink, sendsLinks } from '../../sync/forgotten-password.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { announce } from '../../ui/live-region.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'

type Failure = 'offline' | 'too-many-requests' | 'other'
type FieldName = 'school' | 'email'

/** Whoever has forgotten the password asks for a link. What is said is the same whether there is such an account or not. */
export function ForgottenPasswordPage() {
  const [search] = useSearchParams<{ school?: string }>()
  const [values, setValues] = createSignal<Record<FieldName, string>>({
    school: search.school ?? '',
    email: '',
  })
  const [missing, setMissing] = createSignal<FieldName>()
  const [failure, setFailure] = createSignal<Failure>()
  const [busy, setBusy] = createSignal(false)
  const [sent, setSent] = createSignal(false)
  /** Undefined: not known yet, or nobody answered. */
  const [mail, setMail] = createSignal<boolean>()
  const inputs: Partial<Record<FieldName, HTMLElement>> = {}

  onMount(async () => {
    // Without an answer the form stays: sending says what is wrong.
    setMail(await sendsLinks().catch(() => undefined))
  })

  const set = (name: FieldName) => (value: string) => {
    setValues((typed) => ({ ...typed, [name]: value }))
    if (missing() === name) setMissing(undefined)
  }

  async function send() {
    const first = (['school', 'email'] as const).find((name) => values()[name].trim() === '')
    setMissing(first)
    setFailure(undefined)
    if (first) return inputs[first]?.focus()
    setBusy(true)
    try {
      const { school, email } = values()
      await askForLink({ school: school.trim().toLowerCase(), email: email.trim(), language: locale() })
      setSent(true)
      announce(t('sent'))
    } catch (error) {
      setFailure(failureOf(error))
    }
    setBusy(false)
  }
  const errorOf = (name: FieldName) => (missing() === name ? t(`needed.${name}`) : undefined)
  const signIn = () =>
    values().school.trim() === ''
      ? '/sign-in'
      : `/sign-in?school=${encodeURIComponent(values().school.trim())}`

  return (
    <main class="grid min-h-dvh content-start justify-items-center bg-surface px-4 py-8 lg:content-center">
      <div class="grid w-full max-w-form gap-6">
        <OutsideHead title={t('title')} />
        <Show
          when={mail() !== false}
          fallback={
            <Banner tone="info" title={t('noMail')}>
              {t('noMailHint')}
            </Banner>
          }
        >
          <Show
            when={!sent()}
            fallback={
              <Banner
                tone="positive"
                title={t('sent')}
                actions={<Button onClick={() => setSent(false)}>{t('again')}</Button>}
              >
                {t('sentHint')}
              </Banner>
            }
          >
            <form
              class="grid gap-4"
              noValidate
              onSubmit={(event) => {
                event.preventDefault()
                if (!busy()) void send()
              }}
            >
              <p class="text-lead text-muted">{t('lead')}</p>
              <Show when={failure()}>
                {(kind) => (
                  <Banner tone="danger" title={t(`error.${kind()}`)} urgent>
                    {t(`error.${kind()}Hint`)}
                  </Banner>
                )}
              </Show>
              <TextField
                label={t('school')}
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
              <Button type="submit" kind="primary" wide busy={busy()}>
                {t('send')}
              </Button>
            </form>
          </Show>
        </Show>
        <div>
          <ButtonLink href={signIn()}>{t('back')}</ButtonLink>
        </div>
      </div>
    </main>
  )
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) {
    console.error('The link could not be asked for.', error)
    return 'other'
  }
  return error.code === 'offline' || error.code === 'too-many-requests' ? error.code : 'other'
}
