import { Show } from 'solid-js'
import { t as core } from '../../i18n/core.ts'
import { formatDateTime } from '../../i18n/format.ts'
import { forgetHere, lostData } from '../../sync/lost-data.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'

/** The browser deleted what was here: what of it is lost, what is not, and how to go on. */
export function LostDataNotice() {
  return (
    <Show when={lostData()}>
      {(lost) => (
        <Banner
          tone={lost().unsent > 0 ? 'danger' : 'warning'}
          title={t('lost')}
          actions={
            <Button icon="check" onClick={forgetHere}>
              {core('action.dismiss')}
            </Button>
          }
        >
          <p>
            {lost().unsent > 0
              ? t('lostUnsent', {
                  count: lost().unsent,
                  name: lost().userName,
                  time: formatDateTime(lost().at),
                })
              : t('lostNothing', { name: lost().userName })}
          </p>
          <p>{t('lostNext', { school: lost().school })}</p>
        </Banner>
      )}
    </Show>
  )
}
