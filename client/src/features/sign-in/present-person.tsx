import { Match, Show, Switch } from 'solid-js'
import { session } from '../../sync/session.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { t } from './messages.ts'
import { online } from './online.ts'

/** Who is signed in on this device already, and what that person can go on with. */
export function PresentPerson(props: { onContinue: () => void }) {
  const person = () => {
    const value = session()
    return typeof value === 'object' ? value : undefined
  }
  const unsent = () => syncStatus().unsent
  return (
    <Show
      when={person()}
      fallback={
        <Show when={!online()}>
          <Banner tone="warning" icon="offline" title={t('offline')}>
            {t('offlineHint')}
          </Banner>
        </Show>
      }
    >
      {(who) => {
        const name = () => who().userName
        const goOn = () => (
          <Button kind="primary" icon="arrow-right" onClick={props.onContinue}>
            {t('continueAs', { name: name() })}
          </Button>
        )
        return (
          <Switch
            fallback={
              <Banner
                tone="info"
                icon={online() ? 'user' : 'offline'}
                title={online() ? t('signedIn', { name: name() }) : t('offline')}
                actions={goOn()}
              >
                {online() ? t('another', { name: name() }) : t('offlineContinue', { name: name() })}
              </Banner>
            }
          >
            <Match when={who().signInNeeded === 'disabled'}>
              <Banner
                tone="danger"
                title={t('disabled', { name: name() })}
                actions={
                  <Show when={unsent() > 0}>
                    <ButtonLink href="/sync" icon="export">
                      {t('openSync')}
                    </ButtonLink>
                  </Show>
                }
              >
                {unsent() > 0 ? t('disabledHint', { count: unsent() }) : t('disabledNothing')}
              </Banner>
            </Match>
            <Match when={who().signInNeeded === 'expired'}>
              <Banner tone="warning" icon="user" title={t('expired', { name: name() })} actions={goOn()}>
                {unsent() > 0 ? t('expiredHint', { count: unsent() }) : t('expiredNothing')}
              </Banner>
            </Match>
          </Switch>
        )
      }}
    </Show>
  )
}
