import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { LOCK_SECONDS, USUAL_LOCK_SECONDS } from '../../../../shared/station.ts'
import { failureText } from '../../account/failure-text.ts'
import { who } from '../../app/who.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'
import {
  changeStation,
  type EnrolCode,
  type Member,
  makeStation,
  type Station,
  type StationDraft,
} from './stations.ts'

const FRESH: StationDraft = { name: '', teamIds: [], staffIds: [], lockSeconds: USUAL_LOCK_SECONDS }

/** Makes or changes a station. What was entered stays where it does not work. */
export function StationDialog(props: {
  station: Station | 'new' | undefined
  staff: readonly Member[]
  onClose: () => void
  /** With the code of a new one. */
  onSaved: (code: EnrolCode | undefined) => void
}) {
  const [draft, setDraft] = createSignal<StationDraft>(FRESH)
  const [missing, setMissing] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const teams = createQuery('teams', () => ({}))
  const user = createLookup('users')
  const present = () => (typeof props.station === 'object' ? props.station : undefined)
  createEffect(
    on(
      () => props.station,
      () => {
        setMissing(false)
        setFailure(undefined)
        setDraft(present() ?? FRESH)
      },
    ),
  )
  const toggle = (field: 'teamIds' | 'staffIds', id: string, on: boolean) =>
    setDraft((before) => ({
      ...before,
      [field]: on ? [...before[field], id] : before[field].filter((one) => one !== id),
    }))

  /** At a station one acts in the name of its staff: a manager of equipment puts no admin there. */
  const mayAdd = (userId: string) => {
    const role = user(userId)?.role
    return who()?.role !== 'EQUIPMENT_MANAGER' || (role !== 'SCHOOL_ADMIN' && role !== 'SUPER_ADMIN')
  }

  async function save() {
    if (busy()) return
    const wanted = { ...draft(), name: draft().name.trim() }
    setMissing(wanted.name === '')
    if (missing()) return
    setBusy(true)
    setFailure(undefined)
    try {
      const station = present()
      const made = station ? await changeStation(station.id, wanted) : await makeStation(wanted)
      showToast({ text: t('saved', { name: wanted.name }), tone: 'positive' })
      props.onSaved(made ?? undefined)
      props.onClose()
    } catch (error) {
      setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <Dialog
      open={props.station !== undefined}
      onClose={props.onClose}
      firm
      shape="sheet"
      title={present()?.name ?? t('newTitle')}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Button kind="primary" busy={busy()} onClick={() => void save()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div class="grid gap-5">
        <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          maxlength={100}
          value={draft().name}
          onInput={(name) => setDraft((before) => ({ ...before, name }))}
          error={missing() ? t('nameMissing') : undefined}
        />
        <Select
          label={t('lock')}
          hint={t('lockHint')}
          value={String(draft().lockSeconds)}
          options={LOCK_SECONDS.map((seconds) => ({
            value: String(seconds),
            label: seconds < 60 ? t('seconds', { count: seconds }) : t('minutes', { count: seconds / 60 }),
          }))}
          onChange={(seconds) => setDraft((before) => ({ ...before, lockSeconds: Number(seconds) }))}
        />
        <fieldset>
          <legend class="text-note font-semibold">{t('staff')}</legend>
          <p class="text-note text-muted">{t('staffHint')}</p>
          <For each={props.staff}>
            {({ userId }) => (
              <Checkbox
                label={user(userId)?.name ?? t('somebody')}
                checked={draft().staffIds.includes(userId)}
                disabled={!mayAdd(userId) && !draft().staffIds.includes(userId)}
                onChange={(on) => toggle('staffIds', userId, on)}
              />
            )}
          </For>
        </fieldset>
        <fieldset>
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
                onChange={(on) => toggle('teamIds', team.id, on)}
              />
            )}
          </For>
        </fieldset>
      </div>
    </Dialog>
  )
}
