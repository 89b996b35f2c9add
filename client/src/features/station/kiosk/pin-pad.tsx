import { createSignal, For, onCleanup, Show } from 'solid-js'
import { PIN_DIGITS, type StationStaff } from '../../../../../shared/station.ts'
import { checkPin } from '../../../db/station.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'

/** The PIN of one of the staff, by large keys or a keyboard. */
export function PinPad(props: { member: StationStaff; onRight: () => void; onBack: () => void }) {
  const [pin, setPin] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const [until, setUntil] = createSignal(0)
  const [busy, setBusy] = createSignal(false)
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 500)
  onCleanup(() => clearInterval(timer))
  const rests = () => Math.max(0, Math.ceil((until() - now()) / 1_000))
  const complete = () => pin().length >= PIN_DIGITS.least

  function type(digit: string) {
    setWrong(false)
    setPin((before) => `${before}${digit}`.slice(0, PIN_DIGITS.most))
  }

  async function check() {
    if (busy() || rests() > 0 || !complete()) return
    setBusy(true)
    const outcome = await checkPin(props.member, pin())
    setBusy(false)
    setPin('')
    if (outcome.right) return props.onRight()
    setWrong(true)
    setUntil(outcome.until)
    setNow(Date.now())
  }

  return (
    <form
      class="grid gap-4"
      aria-label={t('pinOf', { name: props.member.name })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void check()
      }}
    >
      <h1 class="narrow text-title">{props.member.name}</h1>
      <Show
        when={props.member.pin}
        fallback={
          <Banner tone="info" title={t('noPin')}>
            {t('noPinHint')}
          </Banner>
        }
      >
        <Show when={wrong()}>
          <Banner tone="danger" title={t('wrongPin')} urgent>
            <Show when={rests() > 0}>{t('pause', { count: rests() })}</Show>
          </Banner>
        </Show>
        <TextField
          label={t('pin')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
          name="station-pin"
          maxlength={PIN_DIGITS.most}
          value={pin()}
          onInput={(text) => {
            setWrong(false)
            setPin(text.replaceAll(/\D/g, ''))
          }}
          ref={(element) => queueMicrotask(() => element.focus())}
        />
        <div class="kiosk-pad">
          <For each={['1', '2', '3', '4', '5', '6', '7', '8', '9']}>
            {(digit) => <Button onClick={() => type(digit)}>{digit}</Button>}
          </For>
          <Button aria-label={t('erase')} onClick={() => setPin((before) => before.slice(0, -1))}>
            ⌫
          </Button>
          <Button onClick={() => type('0')}>0</Button>
          <Button type="submit" kind="primary" busy={busy()} disabled={rests() > 0 || !complete()}>
            {t('enter')}
          </Button>
        </div>
      </Show>
      <div>
        <Button icon="chevron-left" onClick={props.onBack}>
          {t('somebodyElse')}
        </Button>
      </div>
    </form>
  )
}
