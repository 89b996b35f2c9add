import { useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import { who } from '../../app/who.ts'
import { Banner } from '../../ui/banner.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { t } from './notice-messages.ts'

/** On every page while nothing can be sent until the person signs in again: everything local works on meanwhile. */
export function SignInNotice() {
  const location = useLocation()
  const href = () => `/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`
  return (
    <Show when={who()?.signInNeeded}>
      {(why) => (
        <div class="px-4 pt-3 lg:px-6" data-print="no">
          <Banner
            tone={why() === 'disabled' ? 'danger' : 'warning'}
            icon="user"
            title={why() === 'disabled' ? t('disabled') : t('expired')}
            actions={
              <ButtonLink href={href()} kind="primary">
                {t('signIn')}
              </ButtonLink>
            }
          >
            {t('hint')}
          </Banner>
        </div>
      )}
    </Show>
  )
}
