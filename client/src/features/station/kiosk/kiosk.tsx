import { createEffect, onCleanup, onMount, Show } from 'solid-js'
import { useServices, useSession } from '../../../app/services.ts'
import { act, acting, lockStation } from '../../../db/acting.ts'
import { station } from '../../../db/station.ts'
import { t as core } from '../../../i18n/core.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { StationPage } from '../station-page.tsx'
import { createIdle } from './create-idle.ts'
import { LockScreen } from './lock-screen.tsx'
import { t } from './messages.ts'
import './kiosk.css'

/**
 * A browser that is a station, whatever address was typed: locked, or at work in the name of who identified themselves. It has
 * no way to any other page.
 */
export function Kiosk() {
  const { sync } = useServices()
  const session = useSession()

  const lock = () => {
    lockStation()
    announce(t('locked'))
  }
  createIdle(
    () => (station()?.lockSeconds ?? 0) * 1_000,
    () => {
      if (acting()) lock()
    },
  )
  // Whoever is taken off the staff is taken off the station.
  createEffect(() => {
    const who = acting()
    const staff = station()?.staff
    if (who && staff && !staff.some(({ userId }) => userId === who.userId)) lock()
  })
  onMount(() => onCleanup(lockStation))
  const state = () => {
    const { state, count, offline } = sync()
    const words = state === 'loading' && offline ? core('sync.absent') : core(`sync.${state}`)
    return count > 0 ? `${words} · ${core('sync.waiting', { count })}` : words
  }

  return (
    <div class="kiosk">
      <header class="kiosk-bar">
        <div class="min-w-0 flex-1">
          <p class="narrow truncate text-lead">{session()?.userName}</p>
          <p class="truncate text-note text-muted" role="status">
            <Show when={sync().offline}>{`${core('sync.offline')}. `}</Show>
            {state()}
          </p>
        </div>
        <Show when={acting()}>
          {(who) => (
            <>
              <p class="flex min-w-0 items-center gap-2 font-semibold">
                <Icon name="user" />
                <span class="truncate">{t('works', { name: who().name })}</span>
              </p>
              <Button icon="lock" onClick={lock}>
                {t('lock')}
              </Button>
            </>
          )}
        </Show>
      </header>
      <main class="kiosk-page">
        <Show when={acting()} keyed fallback={<LockScreen onIdentified={act} />}>
          <StationPage />
        </Show>
      </main>
    </div>
  )
}
