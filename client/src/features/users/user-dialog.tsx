import { createEffect, createSignal, For, on, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import type { Role } from '../../../../shared/roles.ts'
import { who } from '../../app/who.ts'
import { createQuery } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { ApiError } from '../../sync/api-error.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { showToast } from '../../ui/toast.tsx'
import { manageableRoles } from './manageable-roles.ts'
import { t } from './messages.ts'
import { changesOf, saveUser, type UserDraft } from './save-user.ts'
import { WaysIn } from './ways-in.tsx'

const KNOWN = ['offline', 'forbidden', 'not-found', 'too-many-requests', 'visit-refused'] as const

/** Changes one user through the server: role, teams, and whether they may sign in. */
export function UserDialog(props: {
  user: User | undefined
  email: string | undefined
  /** Whether the server sends mail. */
  mail: boolean
  onClose: () => void
}) {
  const [draft, setDraft] = createSignal<UserDraft>({ role: 'USER', teamIds: [], active: true })
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string>()
  const teams = createQuery('teams', () => ({}))
  createEffect(
    on(
      () => props.user?.id,
      () => {
        setError(undefined)
        const { user } = props
        if (user) setDraft({ role: user.role, teamIds: user.teamIds ?? [], active: user.active })
      },
    ),
  )
  const self = () => props.user?.id === who()?.userId
  const roles = () => manageableRoles(who()?.role)
  const above = () => props.user !== undefined && !roles().includes(props.user.role)
  const locked = () => self() || above()

  const toggleTeam = (id: string, on: boolean) =>
    setDraft(({ teamIds, ...rest }) => ({
      ...rest,
      teamIds: on ? [...teamIds, id] : teamIds.filter((one) => one !== id),
    }))

  async function save() {
    const { user } = props
    if (!user) return
    const changes = changesOf(user, draft())
    if (!changes) {
      showToast({ text: t('unchanged') })
      props.onClose()
      return
    }
    setBusy(true)
    setError(undefined)
    try {
      await saveUser(user.id, changes)
      showToast({ text: t('saved', { name: user.name }), tone: 'positive' })
      props.onClose()
    } catch (cause) {
      setError(errorText(cause))
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
      <div class="grid gap-5">
        <Show when={error()}>{(text) => <Banner tone="danger" title={text()} urgent />}</Show>
        <Show when={locked()}>
          <Banner tone="info" title={self() ? t('self') : t('above')} />
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
          hint={t(`may.${draft().role}`)}
        />
        <Checkbox
          label={t('mayCome')}
          hint={t('mayComeHint')}
          checked={draft().active}
          disabled={locked()}
          onChange={(active) => setDraft((before) => ({ ...before, active }))}
        />
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
