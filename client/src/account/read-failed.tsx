import { Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { syncStatus } from '../sync/status.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'

/** Why what the server alone has could not be read, and the way to ask again. Without a connection the page itself says so. */
export function ReadFailed(props: { why: string | undefined; onAgain: () => void }) {
  return (
    <Show when={!syncStatus().offline && props.why}>
      {(why) => (
        <Banner
          tone="warning"
          title={why()}
          actions={<Button onClick={() => props.onAgain()}>{t('action.retry')}</Button>}
        />
      )}
    </Show>
  )
}
