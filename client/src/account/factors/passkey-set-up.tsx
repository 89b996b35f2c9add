import { createSignal, Show } from 'solid-js'
import { ApiError } from '../../sync/api-error.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { browserName } from '../browser-name.ts'
import { failureText } from '../failure-text.ts'
import { t as account } from '../messages.ts'
import type { FactorSource } from './factor-source.ts'
import { t } from './messages.ts'
import { makePasskey, PasskeyDeclined } from './passkey.ts'

/** A passkey: what it is called here, then the browser's own question. */
export function PasskeySetUp(props: { source: FactorSource; onDone: (codes: readonly string[]) => void }) {
  const { userAgent, maxTouchPoints } = navigator
  const [name, setName] = createSignal(account('browserOn', { ...browserName(userAgent, maxTouchPoints) }))
  const [missing, setMissing] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function make() {
    setFailure(undefined)
    setMissing(name().trim() === '')
    if (missing()) return
    setBusy(true)
    try {
      const response = await makePasskey(await props.source.begin('passkey'))
      props.onDone(await props.source.confirm({ name: name().trim().slice(0, 60), response }))
    } catch (error) {
      setFailure(reasonOf(error))
    }
    setBusy(false)
  }

  return (
    <form
      class="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy()) void make()
      }}
    >
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <p class="text-muted">{t('passkeyHint')}</p>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        maxlength={60}
        value={name()}
        onInput={setName}
        error={missing() ? t('nameNeeded') : undefined}
      />
      <div>
        <Button type="submit" kind="primary" busy={busy()}>
          {t('makePasskey')}
        </Button>
      </div>
    </form>
  )
}

function reasonOf(error: unknown): string {
  if (error instanceof PasskeyDeclined) return t('declined')
  if (error instanceof ApiError && error.code === 'already-exists') return t('alreadyThere')
  if (error instanceof ApiError && error.code === 'challenge-ended') return t('over')
  return failureText(error)
}
