import { createSignal, onCleanup } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'

const PAUSE_S = 30

/** Another code, for whoever waits in vain; not at once, since most are still on their way. */
export function SendAgain(props: { onSend: () => Promise<void> }) {
  const [left, setLeft] = createSignal(PAUSE_S)
  const [busy, setBusy] = createSignal(false)
  const clock = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000)
  onCleanup(() => clearInterval(clock))

  async function send() {
    setBusy(true)
    await props.onSend()
    setBusy(false)
    setLeft(PAUSE_S)
  }

  return (
    <Button disabled={left() > 0} busy={busy()} onClick={() => void send()}>
      {left() > 0 ? t('sendAgainIn', { seconds: left() }) : t('sendAgain')}
    </Button>
  )
}
