import { createEffect, createSignal, on, Show } from 'solid-js'
import { t as core } from '../i18n/core.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { t } from './device-messages.ts'
import { type Device, renameDevice } from './devices.ts'
import { failureText } from './failure-text.ts'

/** Gives a device a name; what was typed stays where it does not work. */
export function RenameDeviceDialog(props: {
  device: Device | undefined
  called: (device: Device) => string
  onClose: () => void
  onRenamed: () => void
}) {
  const [name, setName] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [missing, setMissing] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  createEffect(
    on(
      () => props.device?.id,
      () => {
        setMissing(false)
        setFailure(undefined)
        setName(props.device ? props.called(props.device) : '')
      },
    ),
  )

  async function save() {
    const { device } = props
    if (!device || busy()) return
    const wanted = name().trim()
    setMissing(wanted === '')
    if (wanted === '') return
    setBusy(true)
    try {
      await renameDevice(device.id, wanted)
      showToast({ text: t('renamed', { name: wanted }), tone: 'positive' })
      props.onRenamed()
      props.onClose()
    } catch (error) {
      setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <Dialog
      open={props.device !== undefined}
      onClose={props.onClose}
      firm
      title={t('rename')}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Button kind="primary" busy={busy()} onClick={() => void save()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        class="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={name()}
          onInput={setName}
          maxlength={100}
          error={missing() ? t('nameNeeded') : undefined}
        />
      </form>
    </Dialog>
  )
}
