import { createSignal, onMount, Show } from 'solid-js'
import { browserName } from '../../account/browser-name.ts'
import { installed, installWay } from '../../app/install.ts'
import { InstallCard } from '../../app/install-card.tsx'
import { SignOutButton } from '../../app/sign-out-button.tsx'
import { who } from '../../app/who.ts'
import { localDatabase } from '../../db/current.ts'
import { t as core } from '../../i18n/core.ts'
import { formatBytes } from '../../i18n/format.ts'
import { askToPersist, type StorageStatus, storageStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Panel } from '../../ui/panel.tsx'
import { t } from './messages.ts'

/** Who and what this device is, how much it holds, and whether the browser promised to keep it. */
export function ThisDevice() {
  const [storage, setStorage] = createSignal<StorageStatus>()
  const [refused, setRefused] = createSignal(false)
  const look = async () => {
    setStorage(await storageStatus())
  }
  onMount(() => {
    look().catch((error: unknown) => console.error('The storage could not be asked for.', error))
  })

  async function keep() {
    setRefused(!(await askToPersist()))
    await look()
  }

  const browser = () => browserName(navigator.userAgent, navigator.maxTouchPoints)
  return (
    <Panel title={t('device')}>
      <div class="grid gap-4">
        <Show when={installWay() === 'ios' && !installed()}>
          <Banner tone="warning" title={t('evictedTitle')}>
            {t('evictedHint')}
          </Banner>
        </Show>
        <KeyValue
          pairs={[
            {
              label: t('account'),
              value: (
                <Show when={who()}>
                  {(person) => <>{`${person().userName} · ${core(`role.${person().role}`)}`}</>}
                </Show>
              ),
            },
            { label: t('school'), value: <>{who()?.schoolName ?? who()?.tenant}</> },
            { label: t('browser'), value: t('browserOn', { ...browser() }) },
            { label: t('deviceId'), value: <span class="code">{localDatabase()?.deviceId}</span> },
            {
              label: t('storage'),
              value: (
                <Show when={storage()}>
                  {(space) => (
                    <>
                      {t('storageOf', {
                        used: formatBytes(space().usage),
                        quota: formatBytes(space().quota),
                      })}
                    </>
                  )}
                </Show>
              ),
            },
            {
              label: t('kept'),
              value: (
                <Show when={storage()}>
                  {(space) => <>{space().persisted ? t('keptYes') : t('keptNo')}</>}
                </Show>
              ),
            },
          ]}
        />
        <Show when={storage()?.persisted === false}>
          <div class="grid justify-items-start gap-2">
            <Button icon="saved" onClick={() => void keep()}>
              {t('keep')}
            </Button>
            <p class="text-note text-muted" role="status">
              {refused() ? t('keepRefused') : t('keepHint')}
            </p>
          </div>
        </Show>
        <InstallCard />
        <div class="border-t border-line pt-4">
          <SignOutButton />
        </div>
      </div>
    </Panel>
  )
}
