import { createSignal, Show } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import { PasskeyDeclined, passkeysWorkHere, usePasskey } from '../../account/factors/passkey.ts'
import { t } from '../../account/factors/step-messages.ts'
import { failureText } from '../../account/failure-text.ts'
import { ApiError } from '../../sync/api-error.ts'
import { askBeforeSignIn, signInBy } from '../../sync/second-step.ts'
import { enter, signInHere } from '../../sync/sign-in.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'

/** Signing in by a passkey alone, where this browser has such a thing at this address. */
export function PasskeyButton(props: { school: string; onSignedIn: () => void }) {
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function use() {
    const tenant = props.school.trim().toLowerCase()
    setFailure(tenant === '' ? t('passkeySchool') : undefined)
    if (failure()) return
    setBusy(true)
    try {
      const { signedIn } = await signInHere(tenant, async () => {
        const asked = await askBeforeSignIn(tenant, '/auth/passkey/options', { tenant })
        const challenge = isJsonObject(asked) && typeof asked.challenge === 'string' ? asked.challenge : ''
        return signInBy(tenant, '/auth/passkey', { challenge, response: await usePasskey(asked) })
      })
      await enter(signedIn)
      props.onSignedIn()
    } catch (error) {
      if (error instanceof PasskeyDeclined) setFailure(t('declined'))
      else if (error instanceof ApiError && error.code === 'invalid-credentials')
        setFailure(t('wrongPasskey'))
      else setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <Show when={passkeysWorkHere()}>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Button wide busy={busy()} onClick={() => void use()}>
        {t('passkeyAlone')}
      </Button>
    </Show>
  )
}
