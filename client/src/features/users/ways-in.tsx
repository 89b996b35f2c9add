import { createSignal, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import { failureText } from '../../account/failure-text.ts'
import { SessionList } from '../../account/session-list.tsx'
import { endSessions } from '../../account/sessions.ts'
import { who } from '../../app/who.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { inviteAgain } from './invitations.ts'
import { t } from './messages.ts'

/** Where a user is signed in, and what an admin does about it: end it all, or have a new password chosen. */
export function WaysIn(props: { user: User }) {
  const [version, setVersion] = createSignal(0)
  const [failure, setFailure] = createSignal<string>()
  const [link, setLink] = createSignal<string>()

  async function attempt(work: () => Promise<void>) {
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  const endAll = () =>
    attempt(async () => {
      await endSessions(props.user.id)
      showToast({ text: t('allEnded', { name: props.user.name }), tone: 'positive' })
      setVersion((before) => before + 1)
    })
  const invite = () =>
    attempt(async () => {
      const school = who()?.tenant
      if (school !== undefined) setLink(await inviteAgain(school, props.user.id))
    })

  return (
    <section class="grid gap-3" aria-labelledby="ways-in">
      <h3 id="ways-in" class="text-note font-semibold">
        {t('waysIn')}
      </h3>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <SessionList userId={props.user.id} version={version()} />
      <Show when={link()}>{(made) => <InvitationLink link={made()} name={props.user.name} />}</Show>
      <div class="flex flex-wrap gap-3">
        <Button icon="sign-out" disabled={syncStatus().offline} onClick={() => void endAll()}>
          {t('endAll')}
        </Button>
        <Button icon="share" disabled={syncStatus().offline} onClick={() => void invite()}>
          {t('newLink')}
        </Button>
      </div>
      <p class="text-note text-muted">{t('newLinkHint')}</p>
    </section>
  )
}
