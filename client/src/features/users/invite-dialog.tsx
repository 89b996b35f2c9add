import { createEffect, createSignal, on, Show } from 'solid-js'
import type { Role } from '../../../../shared/roles.ts'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { fieldIssue } from '../../account/password-issue.ts'
import { who } from '../../app/who.ts'
import { t as core } from '../../i18n/core.ts'
import { ApiError } from '../../sync/api-error.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { InvitationSent } from './invitation-sent.tsx'
import { inviteUser, type Sent } from './invitations.ts'
import { manageableRoles } from './manageable-roles.ts'
import { t } from './messages.ts'
import { PersonField } from './person-field.tsx'
import { looksLikeEmail } from './save-user.ts'

/** Name, address, role and person of somebody new; then how they come to choose a password. */
export function InviteDialog(props: { open: boolean; mail: boolean; onClose: () => void }) {
  const [name, setName] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [role, setRole] = createSignal<Role>('COACH')
  const [personId, setPersonId] = createSignal<string>()
  const stepUp = createStepUp()
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const [problem, setProblem] = createSignal<{ field: 'name' | 'email'; text: string }>()
  const [sent, setSent] = createSignal<Sent>()
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return
        setName('')
        setEmail('')
        setPersonId(undefined)
        setSent(undefined)
        setFailure(undefined)
        setProblem(undefined)
      },
    ),
  )

  async function invite() {
    const school = who()?.tenant
    setFailure(undefined)
    setProblem(
      name().trim() === ''
        ? { field: 'name', text: t('nameNeeded') }
        : looksLikeEmail(email().trim())
          ? undefined
          : { field: 'email', text: t('emailNeeded') },
    )
    if (problem() || school === undefined) return
    setBusy(true)
    try {
      const person = personId()
      const user = { name: name().trim(), email: email().trim(), role: role() }
      await stepUp.run(
        async () =>
          void setSent(
            await inviteUser(school, { ...user, ...(person === undefined ? {} : { personId: person }) }),
          ),
      )
    } catch (error) {
      const taken = error instanceof ApiError && error.code === 'already-exists'
      const bad = fieldIssue(error, 'email') !== undefined
      if (taken || bad) setProblem({ field: 'email', text: t(taken ? 'emailTaken' : 'emailNeeded') })
      else setFailure(failureText(error))
    }
    setBusy(false)
  }
  const problemOf = (field: 'name' | 'email') => (problem()?.field === field ? problem()?.text : undefined)

  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      firm
      shape="sheet"
      title={t('invite')}
      description={t(props.mail ? 'inviteByMailHint' : 'inviteHint')}
      actions={
        <Show
          when={sent()}
          fallback={
            <>
              <Button onClick={props.onClose}>{core('action.cancel')}</Button>
              <Button kind="primary" busy={busy()} onClick={() => void invite()}>
                {t('inviteNow')}
              </Button>
            </>
          }
        >
          <Button kind="primary" onClick={props.onClose}>
            {t('done')}
          </Button>
        </Show>
      }
    >
      <stepUp.Dialog />
      <Show when={sent()} fallback={null}>
        {(how) => <InvitationSent sent={how()} name={name().trim()} email={email().trim()} />}
      </Show>
      <Show when={!sent()}>
        <div class="grid gap-5">
          <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
          <TextField
            label={t('name')}
            autocomplete="off"
            maxlength={200}
            value={name()}
            onInput={setName}
            error={problemOf('name')}
          />
          <TextField
            label={t('email')}
            type="email"
            autocomplete="off"
            maxlength={254}
            value={email()}
            onInput={setEmail}
            error={problemOf('email')}
          />
          <Select<Role>
            label={t('role')}
            options={manageableRoles(who()?.role).map((value) => ({ value, label: core(`role.${value}`) }))}
            value={role()}
            onChange={setRole}
            hint={t(`may.${role()}`)}
          />
          <Show when={props.open}>
            <PersonField
              name={name()}
              userId={undefined}
              personId={personId()}
              needed={role() === 'USER'}
              onChange={setPersonId}
            />
          </Show>
        </div>
      </Show>
    </Dialog>
  )
}
