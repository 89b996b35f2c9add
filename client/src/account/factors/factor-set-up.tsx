import { Match, Switch } from 'solid-js'
import type { FactorToSetUp } from '../../sync/second-step.ts'
import { CodeSetUp } from './code-set-up.tsx'
import type { FactorSource } from './factor-source.ts'
import { PasskeySetUp } from './passkey-set-up.tsx'
import { TotpSetUp } from './totp-set-up.tsx'

/** Setting up a second factor of one kind. */
export function FactorSetUp(props: {
  kind: FactorToSetUp
  source: FactorSource
  onDone: (codes: readonly string[]) => void
}) {
  return (
    <Switch>
      <Match when={props.kind === 'totp'}>
        <TotpSetUp source={props.source} onDone={props.onDone} />
      </Match>
      <Match when={props.kind === 'passkey'}>
        <PasskeySetUp source={props.source} onDone={props.onDone} />
      </Match>
      <Match when={props.kind === 'email'}>
        <CodeSetUp kind="email" source={props.source} onDone={props.onDone} />
      </Match>
      <Match when={props.kind === 'sms'}>
        <CodeSetUp kind="sms" source={props.source} onDone={props.onDone} />
      </Match>
    </Switch>
  )
}
