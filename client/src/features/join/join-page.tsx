import { createSignal, Show } from 'solid-js'
import { readInvitation } from '../../../../shared/invitation-link.ts'
import { NewPasswordField } from '../../account/new-password-field.tsx'
import { type PasswordIssue, passwordIssue } from '../../account/password-issue.ts'
import { OutsideHead } from '../../app/outside-head.tsx'
import { locale } from '../../i18n/locale.ts'
import { ApiError } from '../../sync/api-error.ts'
import { choosePassword } from '../../sync/choose-password.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { t } from './messages.ts'

type Failure = 'not-found' | 'offline' | 'other'

/** Whoever was invited, or has to choose a new password, chooses one by the link that they were given. */
export function JoinPage() {
  const link = readInvitation(window.location.hash)
  const [password, setPassword] = createSignal('')
  const [issue, setIssue] = createSignal<PasswordIssue>()
  const [failure, setFailure] = createSignal<{ kind: Failure; detail: string }>()
  const [busy, setBusy] = createSignal(false)
  const [saved, setSaved] = createSignal(false)

  async function save() {
    if (!link || busy()) return
    setFailure(undefined)
    setIssue(password() === '' ? 'needed' : undefined)
    if (issue()) return
    setBusy(true)
    try {
      await choosePassword({ ...link, password: password(), language: locale() })
      // The invitation is used up and need not stay in the browser's history.
      window.history.replaceState(window.history.state, '', '/join')
      setSaved(true)
      announce(t('saved'))
    } catch (error) {
      setIssue(passwordIssue(error))
      if (!issue()) setFailure(failureOf(error))
    }
    setBusy(false)
  }

  return (
    <main class="grid min-h-dvh content-start justify-items-center bg-surface px-4 py-8 lg:content-center">
      <div class="grid w-full max-w-form gap-6">
        <OutsideHead title={t('title')} />
        <Show
          when={link}
          fallback={<EmptyState icon="attention" title={t('broken')} hint={t('brokenHint')} />}
        >
          {(invited) => (
            <Show
              when={!saved()}
              fallback={
                <>
                  <Banner tone="positive" title={t('saved')} />
                  <div>
                    <ButtonLink
                      kind="primary"
                      href={`/sign-in?school=${encodeURIComponent(invited().school)}`}
                    >
                      {t('signIn')}
                    </ButtonLink>
                  </div>
                </>
              }
            >
              <form
                class="grid gap-4"
                noValidate
                onSubmit={(event) => {
                  event.preventDefault()
                  void save()
                }}
              >
                <p class="text-lead text-muted">{t('lead', { school: invited().school })}</p>
                <Show when={failure()}>
                  {(what) => (
                    <Banner tone="danger" title={t(`error.${what().kind}`)} urgent>
                      {hintOf(what())}
                    </Banner>
                  )}
                </Show>
                <NewPasswordField value={password()} onInput={setPassword} issue={issue()} />
                <Button type="submit" kind="primary" wide busy={busy()}>
                  {t('save')}
                </Button>
              </form>
            </Show>
          )}
        </Show>
      </div>
    </main>
  )
}

function failureOf(error: unknown): { kind: Failure; detail: string } {
  const detail = error instanceof Error ? error.message : String(error)
  if (!(error instanceof ApiError)) return { kind: 'other', detail }
  if (error.code === 'not-found' || error.code === 'malformed-request') return { kind: 'not-found', detail }
  return { kind: error.code === 'offline' ? 'offline' : 'other', detail }
}

function hintOf({ kind, detail }: { kind: Failure; detail: string }): string {
  return kind === 'other' ? detail : t(`error.${kind}Hint`)
}
