import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, For, lazy, Show, Suspense } from 'solid-js'
import type { Json } from '../../../../shared/json.ts'
import { t as steps } from '../../account/factors/step-messages.ts'
import { Mark } from '../../app/brand.tsx'
import { OutsideHead } from '../../app/outside-head.tsx'
import { KeptWorkList } from '../../kept-work/kept-work-list.tsx'
import { type SecondStep, signInBy } from '../../sync/second-step.ts'
import { enter } from '../../sync/sign-in.ts'
import { LanguageChoice } from './language-choice.tsx'
import { LostDataNotice } from './lost-data-notice.tsx'
import { t } from './messages.ts'
import { nextPath } from './next-path.ts'
import { PresentPerson } from './present-person.tsx'
import { RevokedNotice } from './revoked-notice.tsx'
import { SignInForm } from './sign-in-form.tsx'

const SecondStepForm = lazy(async () => ({
  default: (await import('../../account/factors/second-step-form.tsx')).SecondStepForm,
}))
const SetUpStep = lazy(async () => ({ default: (await import('./set-up-step.tsx')).SetUpStep }))

/** Signing in; and, where somebody is signed in on this device, the way back to work without a connection. */
export function SignInPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string; school?: string }>()
  const [step, setStep] = createSignal<SecondStep>()
  const asksToSetUp = () => (step()?.setUp.length ?? 0) > 0
  const goOn = () => navigate(nextPath(search.next), { replace: true })
  async function prove({ tenant }: SecondStep, proof: Readonly<Record<string, Json>>) {
    const { signedIn } = await signInBy(tenant, '/auth/second-factor', proof)
    await enter(signedIn)
    goOn()
  }
  return (
    <div class="grid min-h-dvh grid-rows-[auto_1fr] bg-surface lg:grid-cols-[minmax(20rem,2fr)_3fr] lg:grid-rows-1">
      <div class="stripes lg:hidden" />
      <aside class="relative hidden content-between border-r border-line bg-raised p-10 lg:grid">
        <div class="stripes absolute inset-x-0 top-0" />
        <Mark class="size-12" />
        <div>
          <p class="narrow text-giant text-accent-text">ETrax</p>
          <p class="mt-3 max-w-form text-lead text-muted">{t('lead')}</p>
        </div>
        <YardLines />
      </aside>
      <main class="grid content-start justify-items-center px-4 py-8 lg:content-center lg:p-10">
        <div class="grid w-full max-w-form gap-6">
          <OutsideHead title={step() ? steps(asksToSetUp() ? 'setUpTitle' : 'title') : t('title')} branded />
          {/* Kept while the second step is asked for: whoever goes back finds what was typed. */}
          <div class="grid gap-6" hidden={step() !== undefined}>
            <RevokedNotice />
            <LostDataNotice />
            <PresentPerson onContinue={goOn} />
            <KeptWorkList mayExport={({ disabled }) => disabled} />
            <SignInForm school={search.school} onSignedIn={goOn} onStep={setStep} />
          </div>
          <Show when={step()}>
            {(asked) => (
              <Suspense>
                <Show
                  when={asksToSetUp()}
                  fallback={
                    <SecondStepForm
                      step={asked()}
                      onProof={(proof) => prove(asked(), proof)}
                      onBack={() => setStep(undefined)}
                    />
                  }
                >
                  <SetUpStep step={asked()} onDone={goOn} onBack={() => setStep(undefined)} />
                </Show>
              </Suspense>
            )}
          </Show>
          <LanguageChoice />
        </div>
      </main>
    </div>
  )
}

/** A field's numbers, as decoration. */
function YardLines() {
  return (
    <div class="flex justify-between border-t-2 border-accent pt-3 text-accent-text" aria-hidden="true">
      <For each={['10', '20', '30', '40', '50']}>
        {(yards) => <span class="narrow text-title">{yards}</span>}
      </For>
    </div>
  )
}
