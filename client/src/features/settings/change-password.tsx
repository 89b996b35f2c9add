import { createSignal, Show } from 'solid-js'
import { failureText } from '../../account/failure-text.ts'
import { NewPasswordField } from '../../account/new-password-field.tsx'
import { fieldIssue, type PasswordIssue, passwordIssue } from '../../account/password-issue.ts'
import { locale } from '../../i18n/locale.ts'
import { api } from '../../sync/api.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { announce } from '../../ui/live-region.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** The present password, the new one, and whether everybody else is signed out by it. */
export function ChangePassword(props: { onChanged: () => void }) {
  const [current, setCurrent] = createSignal('')
  const [next, setNext] = createSignal('')
  const [endOthers, setEndOthers] = createSignal(true)
  const [busy, setBusy] = createSignal(false)
  const [wrong, setWrong] = createSignal<'wrong' | 'needed'>()
  const [issue, setIssue] = createSignal<PasswordIssue>()
  const [failure, setFailure] = createSignal<string>()

  async function change() {
    setFailure(undefined)
    setWrong(current() === '' ? 'needed' : undefined)
    setIssue(next() === '' ? 'needed' : undefined)
    if (wrong() || issue()) return
    setBusy(true)
    try {
      await api('/auth/password', () => undefined, {
        method: 'POST',
        body: { current: current(), password: next(), endOthers: endOthers(), language: locale() },
      })
      setCurrent('')
      setNext('')
      showToast({ text: t('passwordChanged'), tone: 'positive' })
      announce(t('passwordChanged'))
      props.onChanged()
    } catch (error) {
      // What was typed stays.
      setWrong(fieldIssue(error, 'current') === undefined ? undefined : 'wrong')
      setIssue(passwordIssue(error))
      if (!wrong() && !issue()) setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <form
      class="grid w-full max-w-form gap-4"
      noValidate
      aria-label={t('password')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy()) void change()
      }}
    >
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <TextField
        label={t('currentPassword')}
        type="password"
        name="current-password"
        autocomplete="current-password"
        value={current()}
        onInput={setCurrent}
        error={wrong() && t(`currentPassword.${wrong() ?? 'wrong'}`)}
      />
      <NewPasswordField value={next()} onInput={setNext} issue={issue()} />
      <Checkbox
        label={t('endOthers')}
        hint={t('endOthersHint')}
        checked={endOthers()}
        onChange={setEndOthers}
      />
      <div>
        <Button type="submit" kind="primary" busy={busy()} disabled={syncStatus().offline}>
          {t('changePassword')}
        </Button>
      </div>
    </form>
  )
}
