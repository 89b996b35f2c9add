import { Key } from '@solid-primitives/keyed'
import { Show } from 'solid-js'
import { t as core } from '../../i18n/core.ts'
import { type RevokedRecord, revokedKey, wordsLeft } from '../../sync/revoked-list.ts'
import { revoked } from '../../sync/revoked-record.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { t } from './revoked-messages.ts'

const flow = () => import('../../sync/revoked.ts')

/** Devices that were taken off the accounts that were at work here: what became of their data, and of what was unsent. */
export function RevokedNotice() {
  const text = (record: RevokedRecord) => {
    if (record.state === 'running') return t('running')
    if (record.state === 'waits') return t('waits', { count: wordsLeft(record) })
    if (record.state === 'left') return t('left', { count: wordsLeft(record) })
    return record.handedIn > 0 ? t('handedIn', { count: record.handedIn }) : t('nothing')
  }

  async function save(record: RevokedRecord) {
    const { exportRevoked } = await flow()
    offerDownload(exportRevoked(record))
  }

  return (
    <Key each={revoked()} by={revokedKey}>
      {(record) => (
        <Banner
          tone={record().state === 'left' ? 'danger' : 'warning'}
          icon="device"
          title={t('title', { name: record().userName, school: record().school })}
          actions={
            <>
              <Show when={record().state === 'waits'}>
                <Button icon="sending" onClick={() => void flow().then((it) => it.handInRevoked())}>
                  {t('retry')}
                </Button>
              </Show>
              <Show when={record().state === 'left'}>
                <Button icon="export" onClick={() => void save(record())}>
                  {t('save')}
                </Button>
              </Show>
              <Show when={record().state === 'left' || record().state === 'done'}>
                <Button icon="check" onClick={() => void flow().then((it) => it.forgetRevoked(record()))}>
                  {record().state === 'left' ? t('giveUp') : core('action.dismiss')}
                </Button>
              </Show>
            </>
          }
        >
          <p>{t('gone')}</p>
          <p>{text(record())}</p>
        </Banner>
      )}
    </Key>
  )
}
