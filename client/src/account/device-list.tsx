import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { formatAge, formatDate } from '../i18n/format.ts'
import { syncStatus } from '../sync/status.ts'
import { now } from '../things/now.ts'
import { Button } from '../ui/button.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { browserName } from './browser-name.ts'
import { t } from './device-messages.ts'
import { type Device, readDevices } from './devices.ts'
import { failureText } from './failure-text.ts'
import { ReadFailed } from './read-failed.tsx'
import { RemoveDeviceDialog } from './remove-device-dialog.tsx'
import { RenameDeviceDialog } from './rename-device-dialog.tsx'

/** What a device is called: by its owner, or else by its browser. */
export function deviceName({ name, userAgent }: Device): string {
  if (name !== undefined) return name
  return userAgent === undefined ? t('unknown') : t('browserOn', { ...browserName(userAgent) })
}

/** Devices with when they were last seen; each can be renamed, and each but this one removed. */
export function DeviceList(props: { of: 'own' | 'school' }) {
  const [devices, setDevices] = createSignal<readonly Device[]>()
  const [failure, setFailure] = createSignal<string>()
  const [renaming, setRenaming] = createSignal<Device>()
  const [removing, setRemoving] = createSignal<Device>()

  async function read() {
    try {
      setDevices(await readDevices(props.of))
      setFailure(undefined)
    } catch (error) {
      setFailure(failureText(error))
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
  const standing = ({ revokedAt, handedInAt }: Device) => {
    if (handedInAt !== undefined) return t('handedIn', { date: formatDate(handedInAt) })
    return revokedAt === undefined ? undefined : t('waiting', { date: formatDate(revokedAt) })
  }

  return (
    <div class="grid w-full gap-3">
      <ReadFailed why={failure()} onAgain={() => void read()} />
      <Show when={devices()}>
        {(list) => (
          <ul
            aria-label={props.of === 'own' ? t('own') : t('ofSchool')}
            class="edge divide-y divide-line rounded-md border-line bg-raised"
          >
            <Key each={list()} by="id" fallback={<li class="px-4 py-3 text-muted">{t('none')}</li>}>
              {(device) => (
                <li class="flex min-h-row flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
                  <span class="min-w-48 flex-1">
                    <span class="block font-medium">{deviceName(device())}</span>
                    <Show when={props.of === 'school'}>
                      <span class="block text-note">{device().userName ?? ''}</span>
                    </Show>
                    <span class="block text-note text-muted">{factsOf(device())}</span>
                    <Show when={standing(device())}>
                      {(text) => <span class="block text-note text-muted">{text()}</span>}
                    </Show>
                  </span>
                  <Show when={device().current}>
                    <StatusBadge tone="info" icon="device" label={t('here')} plain />
                  </Show>
                  <Show when={device().revokedAt === undefined}>
                    <span class="flex flex-wrap gap-2">
                      <Button
                        aria-label={t('renameNamed', { name: deviceName(device()) })}
                        disabled={syncStatus().offline}
                        onClick={() => setRenaming(device())}
                      >
                        {t('rename')}
                      </Button>
                      <Show when={!device().current}>
                        <Button
                          aria-label={t('removeNamed', { name: deviceName(device()) })}
                          disabled={syncStatus().offline}
                          onClick={() => setRemoving(device())}
                        >
                          {t('remove')}
                        </Button>
                      </Show>
                    </span>
                  </Show>
                </li>
              )}
            </Key>
          </ul>
        )}
      </Show>
      <RenameDeviceDialog
        device={renaming()}
        called={deviceName}
        onClose={() => setRenaming(undefined)}
        onRenamed={() => void read()}
      />
      <RemoveDeviceDialog
        device={removing()}
        called={deviceName}
        onClose={() => setRemoving(undefined)}
        onRemoved={() => void read()}
      />
    </div>
  )
}

function factsOf({ lastSeenAt, firstSeenAt, schemaVersion }: Device): string {
  const facts = [
    t('seen', { age: formatAge(lastSeenAt, now()) }),
    t('since', { date: formatDate(firstSeenAt) }),
  ]
  if (schemaVersion !== undefined) {
    facts.push(t('version', { version: schemaVersion }))
    if (schemaVersion < SCHEMA_VERSION) facts.push(t('outdated'))
  }
  return facts.join(', ')
}
