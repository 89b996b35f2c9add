import { Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { installWay, promptInstall } from './install.ts'

/** The offer to install, where this device can; nothing once it is installed. */
export function InstallCard() {
  return (
    <Show when={installWay()}>
      {(way) => (
        <section
          class="edge flex flex-wrap items-center gap-4 rounded-md border-line bg-raised p-4"
          data-print="no"
        >
          <Icon name="device" size="lg" class="text-accent-text" />
          <div class="min-w-0 flex-1 basis-60">
            <h2 class="font-semibold">{t('install.title')}</h2>
            <p class="text-muted">{way() === 'ios' ? t('install.evicted') : t('install.why')}</p>
            <Show when={way() === 'ios'}>
              <p class="mt-1 flex items-center gap-2 font-medium">
                <Icon name="share" /> {t('install.ios')}
              </p>
            </Show>
          </div>
          <Show when={way() === 'button'}>
            <Button kind="primary" icon="plus" onClick={() => void promptInstall()}>
              {t('install.action')}
            </Button>
          </Show>
        </section>
      )}
    </Show>
  )
}
