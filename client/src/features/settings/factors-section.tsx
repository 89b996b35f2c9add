import { createEffect, createSignal, lazy, on, Show, Suspense } from 'solid-js'
import { createStepUp } from '../../account/create-step-up.tsx'
import {
  type Factor,
  type OwnFactors,
  readOwnFactors,
  removeFactor,
  renewRecoveryCodes,
} from '../../account/factors/factor-list.ts'
import { ownFactors } from '../../account/factors/factor-source.ts'
import { t as factors } from '../../account/factors/messages.ts'
import { passkeysWorkHere } from '../../account/factors/passkey.ts'
import { failureText } from '../../account/failure-text.ts'
import { fieldIssue } from '../../account/password-issue.ts'
import { who } from '../../app/who.ts'
import type { FactorToSetUp } from '../../sync/second-step.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { EndOthersDialog } from './end-others-dialog.tsx'
import { FactorRows } from './factor-rows.tsx'
import { t } from './messages.ts'
import { RemoveFactorDialog } from './remove-factor-dialog.tsx'

const FactorSetUp = lazy(async () => ({
  default: (await import('../../account/factors/factor-set-up.tsx')).FactorSetUp,
}))
const RecoveryCodes = lazy(async () => ({
  default: (await import('../../account/factors/recovery-codes.tsx')).RecoveryCodes,
}))

const TITLES = { totp: 'addTotp', passkey: 'addPasskey', email: 'addEmail', sms: 'addSms' } as const

/** What proves, beside the password, that it is the person: seen, added, removed; and the codes for the day it is lost. */
export function FactorsSection(props: { onChanged: () => void }) {
  const [own, setOwn] = createSignal<OwnFactors>()
  const [failure, setFailure] = createSignal<string>()
  const [adding, setAdding] = createSignal<FactorToSetUp>()
  const [removing, setRemoving] = createSignal<Factor>()
  const [codes, setCodes] = createSignal<readonly string[]>()
  const [asking, setAsking] = createSignal(false)
  const stepUp = createStepUp()
  // One for begin and confirm: it remembers what was begun.
  const source = ownFactors()
  const offline = () => syncStatus().offline

  async function read() {
    try {
      setOwn(await readOwnFactors())
      setFailure(undefined)
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  createEffect(on(offline, (isOffline) => void (isOffline || read())))

  function keptCodes() {
    setCodes(undefined)
    setAsking(true)
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    setFailure(undefined)
    try {
      return await stepUp.run(work)
    } catch (error) {
      setFailure(fieldIssue(error, 'id') === 'needed' ? t('removeRefused') : failureText(error))
      return false
    }
  }

  /**
   * Asked before anything is shown: whoever adds a factor on an old sign-in proves first who it is. Where codes are sent, an app
   * is begun for that: nothing goes out by it.
   */
  async function add(kind: FactorToSetUp) {
    const asked = kind === 'passkey' ? kind : 'totp'
    if (await attempt(async () => void (await source.begin(asked)))) setAdding(kind)
  }
  const has = (kind: FactorToSetUp) => own()?.factors.some((factor) => factor.kind === kind) === true

  function added(kind: FactorToSetUp, fresh: readonly string[]) {
    setAdding(undefined)
    showToast({ text: t('factorReady', { name: factors(`kind.${kind}`) }), tone: 'positive' })
    void read()
    if (fresh.length > 0) setCodes(fresh)
    else setAsking(true)
  }

  async function remove(factor: Factor) {
    setRemoving(undefined)
    if (!(await attempt(() => removeFactor(factor.id)))) return
    showToast({ text: t('factorRemoved', { name: factor.name }), tone: 'positive' })
    void read()
    setAsking(true)
  }

  async function renew() {
    let fresh: readonly string[] = []
    const done = await attempt(async () => {
      fresh = await renewRecoveryCodes()
    })
    if (done) setCodes(fresh)
    void read()
  }

  const titleOf = (kind: FactorToSetUp) => (kind === 'sms' && has('sms') ? 'changeSms' : TITLES[kind])

  return (
    <section class="grid w-full gap-3" aria-labelledby="second-factors">
      <stepUp.Dialog />
      <h3 id="second-factors" class="text-note font-semibold">
        {t('factors')}
      </h3>
      <p class="max-w-form text-muted">{t('factorsLead')}</p>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Show when={own()}>
        {(state) => (
          <>
            <Show when={state().required && state().factors.length === 0}>
              <Banner tone="warning" title={t('factorsNeeded')} />
            </Show>
            <FactorRows factors={state().factors} disabled={offline()} onRemove={setRemoving} />
            <div class="flex flex-wrap gap-3">
              <Button icon="plus" disabled={offline()} onClick={() => void add('totp')}>
                {factors('addTotp')}
              </Button>
              <Show when={state().passkeys && passkeysWorkHere()}>
                <Button icon="plus" disabled={offline()} onClick={() => void add('passkey')}>
                  {factors('addPasskey')}
                </Button>
              </Show>
              <Show when={state().codes.includes('email') && !has('email')}>
                <Button icon="plus" disabled={offline()} onClick={() => void add('email')}>
                  {factors('addEmail')}
                </Button>
              </Show>
              <Show when={state().codes.includes('sms')}>
                <Button
                  {...(has('sms') ? {} : { icon: 'plus' as const })}
                  disabled={offline()}
                  onClick={() => void add('sms')}
                >
                  {factors(has('sms') ? 'changeSms' : 'addSms')}
                </Button>
              </Show>
            </div>
            <Show when={state().factors.length > 0}>
              <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
                <p class="min-w-0 flex-1 basis-56">
                  {t('codesLeft', { count: state().recoveryCodes })}{' '}
                  <span class="text-muted">{t('newCodesHint')}</span>
                </p>
                <Button disabled={offline()} onClick={() => void renew()}>
                  {t('newCodes')}
                </Button>
              </div>
            </Show>
          </>
        )}
      </Show>
      <Dialog
        open={adding() !== undefined}
        onClose={() => setAdding(undefined)}
        title={factors(titleOf(adding() ?? 'totp'))}
        firm
      >
        <Suspense>
          <Show when={adding()} keyed>
            {(kind) => <FactorSetUp kind={kind} source={source} onDone={(fresh) => added(kind, fresh)} />}
          </Show>
        </Suspense>
      </Dialog>
      <Dialog open={codes() !== undefined} onClose={keptCodes} title={factors('recoveryCodes')} firm>
        <Suspense>
          <RecoveryCodes codes={codes() ?? []} name={who()?.userName ?? ''} onKept={keptCodes} />
        </Suspense>
      </Dialog>
      <RemoveFactorDialog
        factor={removing()}
        last={own()?.factors.length === 1}
        onClose={() => setRemoving(undefined)}
        onRemove={(factor) => void remove(factor)}
      />
      <EndOthersDialog
        open={asking()}
        onDone={() => {
          setAsking(false)
          props.onChanged()
        }}
      />
    </section>
  )
}
