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
import { createPasskeyAutofill, type Picked } from './passkey-autofill.ts'

/** Signing in by a passkey alone, where this browser has such a thing at this address: by a button, or out of the address field. */
export function PasskeyButton(props: { school: string; onSignedIn: () => void }) {
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function use(picked?: Picked) {
    const tenant = picked?.tenant ?? props.school.trim().toLowerCase()
    setFailure(tenant === '' ? t('passkeySchool') : undefined)
    if (failure() || busy()) return
    setBusy(true)
    // Signed once for one question: whoever has to begin as another device is asked again.
    let signed = picked
    try {
      const { signedIn } = await signInHere(tenant, async () => {
        const asked = signed?.asked ?? (await askBeforeSignIn(tenant, '/auth/passkey/options', { tenant }))
        const challenge = isJsonObject(asked) && typeof asked.challenge === 'string' ? asked.challenge : ''
        const response = signed?.response ?? (await usePasskey(asked))
        signed = undefined
        return signInBy(tenant, '/auth/passkey', { challenge, response })
      })
      await enter(signedIn)
      props.onSignedIn()
    } catch (error) {
      if (error instanceof PasskeyDeclined) setFailure(t('declined'))
      else if (error instanceof ApiError && error.code === 'invalid-credentials')
        setFailure(t('wrongPasskey'))
      else setFailure(failureText(error))
      autofill.again()
    }
    setBusy(false)
  }
  const autofill = createPasskeyAutofill(
    () => props.school,
    (picked) => void use(picked),
  )

  return (
    <Show when={passkeysWorkHere()}>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Button wide busy={busy()} onClick={() => void use()}>
        {t('passkeyAlone')}
      </Button>
    </Show>
  )
}
