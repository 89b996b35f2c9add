import { createSignal, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { SessionList } from '../../account/session-list.tsx'
import { endSessions } from '../../account/sessions.ts'
import { who } from '../../app/who.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'
import { InvitationSent } from './invitation-sent.tsx'
import { inviteAgain, type Sent } from './invitations.ts'
import { LostFactors } from './lost-factors.tsx'
import { t } from './messages.ts'

/** Where a user is signed in, and what an admin does about it: end it all, or have a new password chosen. */
export function WaysIn(props: { user: User; email: string | undefined; mail: boolean }) {
  const [version, setVersion] = createSignal(0)
  const [failure, setFailure] = createSignal<string>()
  const [sent, setSent] = createSignal<Sent>()
  const stepUp = createStepUp()

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
  const invite = (by: 'mail' | 'hand') =>
    attempt(async () => {
      const school = who()?.tenant
      if (school === undefined) return
      await stepUp.run(async () => void setSent(await inviteAgain(school, props.user.id, by)))
    })

  return (
    <section class="grid gap-3" aria-labelledby="ways-in">
      <stepUp.Dialog />
      <h3 id="ways-in" class="text-note font-semibold">
        {t('waysIn')}
      </h3>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <SessionList userId={props.user.id} version={version()} />
      <LostFactors user={props.user} onRemoved={() => setVersion((before) => before + 1)} />
      <Show when={sent()}>
        {(how) => <InvitationSent sent={how()} name={props.user.name} email={props.email} />}
      </Show>
      <div class="flex flex-wrap gap-3">
        <Button icon="sign-out" disabled={syncStatus().offline} onClick={() => void endAll()}>
          {t('endAll')}
        </Button>
        <Show when={props.mail}>
          <Button icon="share" disabled={syncStatus().offline} onClick={() => void invite('mail')}>
            {t('newByMail')}
          </Button>
        </Show>
        <Button icon="share" disabled={syncStatus().offline} onClick={() => void invite('hand')}>
          {t('newLink')}
        </Button>
      </div>
      <p class="text-note text-muted">{t('newLinkHint')}</p>
    </section>
  )
}
