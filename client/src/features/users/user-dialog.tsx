import { createEffect, createSignal, For, on, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import type { Role } from '../../../../shared/roles.ts'
import { createStepUp } from '../../account/create-step-up.tsx'
import { fieldIssue } from '../../account/password-issue.ts'
import { who } from '../../app/who.ts'
import { createQuery } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { ApiError } from '../../sync/api-error.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { manageableRoles } from './manageable-roles.ts'
import { t } from './messages.ts'
import { PersonField } from './person-field.tsx'
import { changesOf, draftOf, looksLikeEmail, saveEmail, saveUser, type UserDraft } from './save-user.ts'
import { WaysIn } from './ways-in.tsx'

const KNOWN = ['offline', 'forbidden', 'not-found', 'too-many-requests', 'visit-refused'] as const

const isAdmin = (role: Role) => role === 'SCHOOL_ADMIN' || role === 'ORG_ADMIN' || role === 'SUPER_ADMIN'

const NOBODY: UserDraft = { name: '', role: 'USER', personId: undefined, teamIds: [], active: true }

/** Changes one user through the server: name, address, role, person, teams, and whether they may sign in. */
export function UserDialog(props: {
  user: User | undefined
  email: string | undefined
  /** Whether the server sends mail. */
  mail: boolean
  onClose: () => void
}) {
  const [draft, setDraft] = createSignal<UserDraft>(NOBODY)
  /** What was typed; undefined: the address is as it is. */
  const [email, setEmail] = createSignal<string>()
  /** Whether the account was somebody else's until now. */
  const [anew, setAnew] = createSignal(false)
  const [problem, setProblem] = createSignal<{ field: 'name' | 'email'; text: string }>()
  const stepUp = createStepUp()
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string>()
  const teams = createQuery('teams', () => ({}))
  createEffect(
    on(
      () => props.user?.id,
      () => {
        setError(undefined)
        const { user } = props
        setEmail(undefined)
        setAnew(false)
        setProblem(undefined)
        if (user) setDraft(draftOf(user))
      },
    ),
  )
  const self = () => props.user?.id === who()?.userId
  const roles = () => manageableRoles(who()?.role)
  const above = () => props.user !== undefined && !roles().includes(props.user.role)
  const locked = () => self() || above()

  /** Who becomes one of those of whom schools ask a second factor. */
  const rises = () =>
    props.user !== undefined && isAdmin(draft().role) && !isAdmin(props.user.role) && draft().active

  const toggleTeam = (id: string, on: boolean) =>
    setDraft(({ teamIds, ...rest }) => ({
      ...rest,
      teamIds: on ? [...teamIds, id] : teamIds.filter((one) => one !== id),
    }))

  const newEmail = () => {
    const typed = email()?.trim()
    return typed === undefined || typed.toLowerCase() === props.email ? undefined : typed
  }
  const problemOf = (field: 'name' | 'email') => (problem()?.field === field ? problem()?.text : undefined)

  async function save() {
    const { user } = props
    if (!user) return
    const changes = changesOf(user, draft())
    const address = newEmail()
    setProblem(
      draft().name.trim() === ''
        ? { field: 'name', text: t('nameNeeded') }
        : address !== undefined && !looksLikeEmail(address)
          ? { field: 'email', text: t('emailNeeded') }
          : undefined,
    )
    if (problem()) return
    if (!changes && address === undefined) {
      showToast({ text: t('unchanged') })
      props.onClose()
      return
    }
    setBusy(true)
    setError(undefined)
    try {
      const saved = await stepUp.run(async () => {
        // First: it is what may be refused, and to be asked for twice changes nothing of it.
        if (address !== undefined) await saveEmail(user.id, address, anew() && !self())
        if (changes) await saveUser(user.id, changes)
      })
      if (!saved) return
      showToast({ text: t('saved', { name: draft().name.trim() }), tone: 'positive' })
      props.onClose()
    } catch (cause) {
      const taken = cause instanceof ApiError && cause.code === 'already-exists'
      const bad = fieldIssue(cause, 'email') !== undefined
      if (taken || bad) setProblem({ field: 'email', text: t(taken ? 'emailTaken' : 'emailNeeded') })
      else setError(errorText(cause))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      open={props.user !== undefined}
      onClose={props.onClose}
      firm
      shape="sheet"
      title={props.user?.name ?? ''}
      {...(props.email === undefined ? {} : { description: props.email })}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Show when={!above()}>
            <Button kind="primary" busy={busy()} onClick={() => void save()}>
              {t('save')}
            </Button>
          </Show>
        </>
      }
    >
      <stepUp.Dialog />
      <div class="grid gap-5">
        <Show when={error()}>{(text) => <Banner tone="danger" title={text()} urgent />}</Show>
        <Show when={locked()}>
          <Banner tone="info" title={self() ? t('self') : t('above')} />
        </Show>
        <TextField
          label={t('name')}
          autocomplete="off"
          maxlength={200}
          value={draft().name}
          disabled={above()}
          onInput={(name) => setDraft((before) => ({ ...before, name }))}
          error={problemOf('name')}
        />
        {/* Whose address is not known here cannot be given another without a look at it. */}
        <Show when={!above() && props.email !== undefined}>
          <TextField
            label={t('email')}
            type="email"
            autocomplete="off"
            maxlength={254}
            value={email() ?? props.email ?? ''}
            disabled={syncStatus().offline}
            onInput={setEmail}
            error={problemOf('email')}
            hint={newEmail() === undefined ? undefined : t(props.mail ? 'emailChangeTold' : 'emailChange')}
          />
          <Show when={newEmail() !== undefined && !self()}>
            <Checkbox label={t('emailAnew')} hint={t('emailAnewHint')} checked={anew()} onChange={setAnew} />
          </Show>
        </Show>
        <Select<Role>
          label={t('role')}
          value={draft().role}
          disabled={locked()}
          options={[...new Set([...roles(), draft().role])].map((value) => ({
            value,
            label: core(`role.${value}`),
          }))}
          onChange={(role) => setDraft((before) => ({ ...before, role }))}
          hint={rises() ? `${t(`may.${draft().role}`)} ${t('risen')}` : t(`may.${draft().role}`)}
        />
        <Checkbox
          label={t('mayCome')}
          hint={t('mayComeHint')}
          checked={draft().active}
          disabled={locked()}
          onChange={(active) => setDraft((before) => ({ ...before, active }))}
        />
        <Show when={!above() && props.user}>
          {(user) => (
            <PersonField
              name={draft().name}
              userId={user().id}
              personId={draft().personId}
              needed={draft().role === 'USER'}
              onChange={(personId) => setDraft((before) => ({ ...before, personId }))}
            />
          )}
        </Show>
        <Show when={draft().role === 'COACH'}>
          <fieldset disabled={above()}>
            <legend class="text-note font-semibold">{t('teams')}</legend>
            <p class="text-note text-muted">{t('teamsHint')}</p>
            <For
              each={teams()
                ?.filter(({ active }) => active)
                .toSorted((a, b) => a.name.localeCompare(b.name))}
            >
              {(team) => (
                <Checkbox
                  label={team.name}
                  checked={draft().teamIds.includes(team.id)}
                  onChange={(on) => toggleTeam(team.id, on)}
                />
              )}
            </For>
          </fieldset>
        </Show>
        <Show when={!locked() && props.user}>
          {(user) => <WaysIn user={user()} email={props.email} mail={props.mail} />}
        </Show>
      </div>
    </Dialog>
  )
}

function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) {
    console.error('The user was not saved.', error)
    return t('error.other', { message: String(error) })
  }
  const known = KNOWN.find((code) => code === error.code)
  return known ? t(`error.${known}`) : t('error.other', { message: error.message })
}
