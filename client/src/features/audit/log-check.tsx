import { createSignal, Match, onCleanup, Switch } from 'solid-js'
import { formatNumber } from '../../i18n/format.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { type AuditFindings, verifyLog } from './audit-log.ts'
import { t } from './messages.ts'

/** Has the server recompute the whole chain, and says what came out. */
export function LogCheck(props: { disabled: boolean }) {
  const [busy, setBusy] = createSignal(false)
  const [findings, setFindings] = createSignal<AuditFindings | 'failed'>()
  const stopped = new AbortController()
  onCleanup(() => stopped.abort())

  async function check() {
    setBusy(true)
    setFindings(undefined)
    try {
      setFindings(await verifyLog(stopped.signal))
    } catch (error) {
      console.error('The log was not checked.', error)
      setFindings('failed')
    }
    setBusy(false)
  }
  const held = () => {
    const found = findings()
    return found === 'failed' ? undefined : found
  }
  return (
    <div class="grid gap-3">
      <div>
        <Button icon="check" busy={busy()} disabled={props.disabled} onClick={() => void check()}>
          {t(busy() ? 'checking' : 'check')}
        </Button>
      </div>
      <Switch>
        <Match when={findings() === 'failed'}>
          <Banner tone="warning" title={t('failed')} />
        </Match>
        <Match when={held()?.faults[0]}>
          {(fault) => (
            <Banner tone="danger" title={t('broken')} urgent>
              {t('brokenHint', { n: formatNumber(fault().n) })}
            </Banner>
          )}
        </Match>
        <Match when={held()}>
          {(found) => (
            <Banner tone="positive" title={t('intact')}>
              {t('intactHint', { count: found().entries })}
            </Banner>
          )}
        </Match>
      </Switch>
    </div>
  )
}
