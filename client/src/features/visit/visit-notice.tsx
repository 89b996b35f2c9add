import { createSignal, onCleanup, Show } from 'solid-js'
import { who } from '../../app/who.ts'
import { t as core } from '../../i18n/core.ts'
import { formatTime } from '../../i18n/format.ts'
import { syncNow, syncStatus } from '../../sync/status.ts'
import { leaveSchool } from '../../sync/visit.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** On every page inside a school that is not the person's own: where they are, as what, until when, and the way out. */
export function VisitNotice() {
  const [asking, setAsking] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 15_000)
  onCleanup(() => clearInterval(timer))
  const unsent = () => syncStatus().unsent

  async function leave() {
    setBusy(true)
    try {
      await leaveSchool()
    } catch (error) {
      console.error('Leaving the school failed.', error)
      showToast({ text: t('leaveFailed'), tone: 'danger' })
      setBusy(false)
    }
  }

  return (
    <Show when={who()?.visitUntil !== undefined && who()}>
      {(person) => {
        const until = () => person().visitUntil ?? ''
        const over = () => person().signInNeeded !== undefined || Date.parse(until()) <= now()
        const words = () => ({
          school: person().schoolName ?? person().tenant,
          role: core(`role.${person().role}`),
          time: formatTime(until()),
        })
        const hint = () => {
          if (unsent() === 0) return over() ? t('overSent') : t('seen')
          return over() ? t('overUnsent', { count: unsent() }) : t('seen')
        }
        return (
          <div class="px-4 pt-3 lg:px-6" data-print="no">
            <Banner
              tone="warning"
              icon={over() ? 'calendar' : 'user'}
              title={t(over() ? 'over' : 'inside', words())}
              actions={
                <Button
                  kind="primary"
                  icon="sign-out"
                  busy={busy()}
                  onClick={() => (unsent() > 0 && !over() ? setAsking(true) : void leave())}
                >
                  {t('leave')}
                </Button>
              }
            >
              {hint()}
            </Banner>
            <Dialog
              open={asking()}
              onClose={() => setAsking(false)}
              title={t('unsentTitle', { count: unsent() })}
              actions={
                <>
                  <Button onClick={() => setAsking(false)}>{core('action.cancel')}</Button>
                  <Button icon="sending" onClick={syncNow}>
                    {t('sendNow')}
                  </Button>
                  <Button kind="primary" busy={busy()} onClick={() => void leave()}>
                    {t('leave')}
                  </Button>
                </>
              }
            >
              <p>{t('unsentHint', words())}</p>
            </Dialog>
          </div>
        )
      }}
    </Show>
  )
}
