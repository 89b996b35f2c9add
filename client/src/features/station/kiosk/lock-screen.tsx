import { Key } from '@solid-primitives/keyed'
import { createSignal, Show } from 'solid-js'
import type { StationStaff } from '../../../../../shared/station.ts'
import { staffByBadge, station } from '../../../db/station.ts'
import { createCamera } from '../../../scan/camera.ts'
import { CameraView } from '../../../scan/camera-view.tsx'
import { createWedge } from '../../../scan/wedge.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { t } from './messages.ts'
import { PinPad } from './pin-pad.tsx'

/** Who works here now: by a badge, or by name and PIN. Both are checked on the device. */
export function LockScreen(props: { onIdentified: (member: StationStaff) => void }) {
  const [chosen, setChosen] = createSignal<StationStaff>()
  const [unknown, setUnknown] = createSignal(false)

  async function scanned(code: string) {
    const member = await staffByBadge(code)
    setUnknown(member === undefined)
    if (member) props.onIdentified(member)
  }
  const onCode = (code: string) => void scanned(code)
  createWedge(onCode)
  const camera = createCamera(onCode)

  return (
    <div class="kiosk-lock">
      <Show
        when={chosen()}
        fallback={
          <>
            <div>
              <h1 class="narrow text-title">{t('who')}</h1>
              <p class="text-muted">{t('whoHint')}</p>
            </div>
            <Show when={unknown()}>
              <Banner tone="danger" title={t('badgeUnknown')} urgent>
                {t('badgeUnknownHint')}
              </Banner>
            </Show>
            <CameraView camera={camera} />
            <ul class="kiosk-staff" aria-label={t('staff')}>
              <Key
                each={station()?.staff ?? []}
                by="userId"
                fallback={
                  <li class="col-span-full">
                    <EmptyState icon="user" title={t('noStaff')} hint={t('noStaffHint')} />
                  </li>
                }
              >
                {(member) => (
                  <li>
                    <Button wide icon="user" onClick={() => setChosen(member())}>
                      {member().name}
                    </Button>
                  </li>
                )}
              </Key>
            </ul>
          </>
        }
      >
        {(member) => (
          <PinPad
            member={member()}
            onRight={() => props.onIdentified(member())}
            onBack={() => setChosen(undefined)}
          />
        )}
      </Show>
    </div>
  )
}
