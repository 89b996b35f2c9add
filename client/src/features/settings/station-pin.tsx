import { createEffect, createSignal, on, Show } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import { PIN_DIGITS, pinIssue } from '../../../../shared/station.ts'
import { failureText } from '../../account/failure-text.ts'
import { fieldIssue } from '../../account/password-issue.ts'
import { api } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './pin-messages.ts'

type PinProblem = 'digits' | 'guessable'

/** The own PIN, by which one is known at stations. It takes the password to set it, and is not the password. */
export function StationPin() {
  const [isSet, setIsSet] = createSignal<boolean>()
  const [open, setOpen] = createSignal(false)
  const [current, setCurrent] = createSignal('')
  const [pin, setPin] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const [issue, setIssue] = createSignal<PinProblem>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function read() {
    try {
      setIsSet(await api('/auth/pin', (answer) => isJsonObject(answer) && answer.set === true))
    } catch {
      // Offline: what stands there says nothing of whether one is set.
      setIsSet(undefined)
    }
  }
  createEffect(
    on(
      () => syncStatus().offline,
      (offline) => {
        if (!offline) void read()
      },
    ),
  )

  async function save() {
    setFailure(undefined)
    setIssue(pinIssue(pin()))
    if (issue() || busy()) return
    setBusy(true)
    try {
      await api('/auth/pin', () => undefined, { method: 'PUT', body: { current: current(), pin: pin() } })
      setCurrent('')
      setPin('')
      setOpen(false)
      setIsSet(true)
      showToast({ text: t('saved'), tone: 'positive' })
    } catch (error) {
      setWrong(fieldIssue(error, 'current') !== undefined)
      if (!wrong()) setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <>
      <p class="text-muted">{t('hint')}</p>
      <Show
        when={open()}
        fallback={
          <Button disabled={syncStatus().offline} onClick={() => setOpen(true)}>
            {isSet() ? t('change') : t('set')}
          </Button>
        }
      >
        <form
          class="grid w-full max-w-form gap-4"
          noValidate
          aria-label={t('title')}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
          <TextField
            label={t('current')}
            type="password"
            name="current-password"
            autocomplete="current-password"
            value={current()}
            onInput={(text) => {
              setWrong(false)
              setCurrent(text)
            }}
            error={wrong() ? t('currentWrong') : undefined}
          />
          <TextField
            label={t('pin')}
            hint={t('pinHint')}
            type="password"
            inputmode="numeric"
            autocomplete="off"
            name="station-pin"
            maxlength={PIN_DIGITS.most}
            value={pin()}
            onInput={setPin}
            error={issue() && t(`issue.${issue() ?? 'digits'}`)}
          />
          <div class="flex flex-wrap gap-2">
            <Button type="submit" kind="primary" busy={busy()} disabled={syncStatus().offline}>
              {t('save')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          </div>
        </form>
      </Show>
    </>
  )
}
