import { useNavigate } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import { OutsideHead } from '../../app/outside-head.tsx'
import { ApiError } from '../../sync/api-error.ts'
import { enrolStation } from '../../sync/enrol-station.ts'
import { session } from '../../sync/session.ts'
import { lastTenant } from '../../sync/sign-in.ts'
import { signOut, UnsentWorkError } from '../../sync/sign-out.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'

type Failure = 'invalid-credentials' | 'offline' | 'too-many-requests' | 'unsent' | 'other'

/** Makes this browser a station, by the code that a manager made. In the link it stands behind the #, which no server sees. */
export function EnrolPage() {
  const navigate = useNavigate()
  const link = new URLSearchParams(window.location.hash.slice(1))
  const [school, setSchool] = createSignal(link.get('school') ?? '')
  const [code, setCode] = createSignal(link.get('code') ?? '')
  const [missing, setMissing] = createSignal<'school' | 'code'>()
  const [failure, setFailure] = createSignal<Failure>()
  const [busy, setBusy] = createSignal(false)
  const present = () => {
    const value = session()
    return typeof value === 'object' ? value : undefined
  }
  onMount(async () => {
    const known = await lastTenant().catch(() => undefined)
    if (known && school() === '') setSchool(known)
  })

  async function enrol() {
    if (busy()) return
    setFailure(undefined)
    setMissing(school().trim() === '' ? 'school' : code().trim() === '' ? 'code' : undefined)
    if (missing()) return
    setBusy(true)
    try {
      if (present()) await signOut()
      await enrolStation({ tenant: school(), code: code() })
      window.history.replaceState(window.history.state, '', '/enrol')
      navigate('/station', { replace: true })
    } catch (error) {
      setFailure(failureOf(error))
    }
    setBusy(false)
  }

  return (
    <main class="grid min-h-dvh content-start justify-items-center bg-surface px-4 py-8 lg:content-center">
      <form
        class="grid w-full max-w-form gap-6"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void enrol()
        }}
      >
        <OutsideHead title={t('title')} />
        <p class="text-muted">{t('hint')}</p>
        <Show when={present()}>
          {(person) => (
            <Banner tone="info" icon="user" title={t('signedIn', { name: person().userName })}>
              {t('signedInHint')}
            </Banner>
          )}
        </Show>
        <Show when={failure()}>
          {(what) => (
            <Banner
              tone="danger"
              title={t(`error.${what()}`)}
              urgent
              actions={
                <Show when={what() === 'unsent'}>
                  <ButtonLink href="/sync">{t('openSync')}</ButtonLink>
                </Show>
              }
            />
          )}
        </Show>
        <TextField
          label={t('school')}
          name="school"
          value={school()}
          onInput={setSchool}
          error={missing() === 'school' ? t('schoolMissing') : undefined}
          ref={(element) => {
            element.autocapitalize = 'none'
          }}
        />
        <TextField
          label={t('code')}
          hint={t('codeHint')}
          name="code"
          autocomplete="off"
          code
          value={code()}
          onInput={setCode}
          error={missing() === 'code' ? t('codeMissing') : undefined}
        />
        <Button type="submit" kind="primary" wide busy={busy()}>
          {t('enrol')}
        </Button>
      </form>
    </main>
  )
}

function failureOf(error: unknown): Failure {
  if (error instanceof UnsentWorkError) return 'unsent'
  if (error instanceof ApiError) {
    const { code } = error
    if (code === 'invalid-credentials' || code === 'offline' || code === 'too-many-requests') return code
  }
  console.error('The station was not enrolled.', error)
  return 'other'
}
