import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import { isRole, ROLES, type Role } from '../../../../shared/roles.ts'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { t as core } from '../../i18n/core.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

interface Policy {
  readonly required: ReadonlySet<Role>
  readonly mayChange: ReadonlySet<Role>
}

/** Which roles the school asks for a second factor. */
export function PolicySection() {
  const [policy, setPolicy] = createSignal<Policy>()
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()
  const offline = () => syncStatus().offline

  /** Counts the questions: what was asked before a change says nothing any more when it is answered after it. */
  let asked = 0

  async function read() {
    asked += 1
    const turn = asked
    try {
      const now = await api('/security/second-factor', policyIn)
      if (turn === asked) setPolicy(now)
    } catch (error) {
      if (turn === asked) setFailure(failureText(error))
    }
  }
  createEffect(on(offline, (isOffline) => void (isOffline || read())))

  async function change(role: Role, needed: boolean) {
    setFailure(undefined)
    asked += 1
    const body = { required: { [role]: needed } }
    try {
      const saved = await stepUp.run(async () => {
        setPolicy(await api('/security/second-factor', policyIn, { method: 'PATCH', body }))
      })
      if (saved) {
        showToast({ text: t('policySaved'), tone: 'positive' })
        return
      }
    } catch (error) {
      setFailure(failureText(error))
    }
    // A box that was ticked in vain shows again what holds.
    setPolicy(undefined)
    await read()
  }

  return (
    <>
      <stepUp.Dialog />
      <p class="max-w-form text-muted">{t('policyLead')}</p>
      <Show when={offline()}>
        <Banner tone="info" icon="offline" title={t('policyOffline')} />
      </Show>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Show when={policy()}>
        {(now) => (
          <fieldset class="grid" aria-label={t('policy')}>
            <For each={ROLES}>
              {(role) => (
                <Checkbox
                  label={core(`role.${role}`)}
                  {...(now().mayChange.has(role) ? {} : { hint: t('policyAbove') })}
                  checked={now().required.has(role)}
                  disabled={offline() || !now().mayChange.has(role)}
                  onChange={(needed) => void change(role, needed)}
                />
              )}
            </For>
          </fieldset>
        )}
      </Show>
    </>
  )
}

function policyIn(answer: unknown): Policy {
  if (!isJsonObject(answer) || !isJsonObject(answer.required) || !Array.isArray(answer.mayChange))
    throw new ApiError('unexpected-answer', 'The answer is no policy.')
  const { required, mayChange } = answer
  return {
    required: new Set(ROLES.filter((role) => required[role] === true)),
    mayChange: new Set(mayChange.filter(isRole)),
  }
}
