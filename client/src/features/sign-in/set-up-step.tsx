import { createSignal, For, Show } from 'solid-js'
import { FactorSetUp } from '../../account/factors/factor-set-up.tsx'
import type { FactorSource } from '../../account/factors/factor-source.ts'
import { t as factors } from '../../account/factors/messages.ts'
import { passkeysWorkHere } from '../../account/factors/passkey.ts'
import { RecoveryCodes } from '../../account/factors/recovery-codes.tsx'
import { t } from '../../account/factors/step-messages.ts'
import { locale } from '../../i18n/locale.ts'
import type { SignedInAnswer } from '../../sync/access.ts'
import { askBeforeSignIn, type FactorToSetUp, type SecondStep, signInBy } from '../../sync/second-step.ts'
import { enter } from '../../sync/sign-in.ts'
import { Button } from '../../ui/button.tsx'

const WORDS = {
  totp: ['addTotp', 'totpHint'],
  passkey: ['addPasskey', 'passkeyHint'],
  email: ['addEmail', 'emailHint'],
  sms: ['addSms', 'smsHint'],
} as const

/** A factor that the school asks for is set up; then its recovery codes are shown, this once, before the work begins. */
export function SetUpStep(props: { step: SecondStep; onDone: () => void; onBack: () => void }) {
  const kinds = () => props.step.setUp.filter((kind) => kind !== 'passkey' || passkeysWorkHere())
  const [kind, setKind] = createSignal<FactorToSetUp>()
  const [done, setDone] = createSignal<{ signedIn: SignedInAnswer; codes: readonly string[] }>()
  const chosen = () => kind() ?? (kinds().length === 1 ? kinds()[0] : undefined)

  const source: FactorSource = {
    begin: (wanted, details) => {
      const { tenant, challenge } = props.step
      return askBeforeSignIn(tenant, `/auth/set-up/${wanted}`, { ...details, challenge })
    },
    async confirm(answer) {
      const { tenant, challenge } = props.step
      const { signedIn, recoveryCodes } = await signInBy(tenant, '/auth/set-up', {
        ...answer,
        challenge,
        language: locale(),
      })
      setDone({ signedIn, codes: recoveryCodes })
      return recoveryCodes
    },
  }

  async function goOn(signedIn: SignedInAnswer) {
    await enter(signedIn)
    props.onDone()
  }

  return (
    <Show
      when={done()}
      fallback={
        <div class="grid gap-5">
          <p class="text-muted">{t('setUpLead')}</p>
          <Show
            when={chosen()}
            fallback={
              <div class="grid gap-3">
                <For each={kinds()}>
                  {(one) => (
                    <div class="grid gap-1.5">
                      <Button wide onClick={() => setKind(one)}>
                        {factors(WORDS[one][0])}
                      </Button>
                      <p class="text-note text-muted">{factors(WORDS[one][1])}</p>
                    </div>
                  )}
                </For>
              </div>
            }
            keyed
          >
            {(one) => <FactorSetUp kind={one} source={source} onDone={() => undefined} />}
          </Show>
          <div>
            <Button icon="back" onClick={() => (kind() ? setKind(undefined) : props.onBack())}>
              {t('back')}
            </Button>
          </div>
        </div>
      }
    >
      {(made) => (
        <RecoveryCodes
          codes={made().codes}
          name={made().signedIn.record.userName}
          onKept={() => void goOn(made().signedIn)}
        />
      )}
    </Show>
  )
}
