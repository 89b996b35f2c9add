import { Show } from 'solid-js'
import { Banner } from '../../ui/banner.tsx'
import { InvitationLink } from './invitation-link.tsx'
import type { Sent } from './invitations.ts'
import { t } from './messages.ts'

/** How the invitation goes on: by a mail that is under way, or by the link that is passed on. */
export function InvitationSent(props: { sent: Sent; name: string; email: string | undefined }) {
  const link = () => (props.sent.mailed ? undefined : props.sent.link)
  return (
    <Show
      when={link()}
      fallback={
        <Banner tone="positive" title={t('mailedTo', { address: props.email ?? props.name })}>
          {t('mailedHint')}
        </Banner>
      }
    >
      {(made) => <InvitationLink link={made()} name={props.name} />}
    </Show>
  )
}
