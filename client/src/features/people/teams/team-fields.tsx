import { Key } from '@solid-primitives/keyed'
import { STAFF } from '../../../../../shared/roles.ts'
import { createQuery } from '../../../db/query.ts'
import type { Form } from '../../../forms/create-form.ts'
import { FormSection } from '../../../forms/form-frame.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'
import type { TeamDraft } from './team-draft.ts'

/** The fields of a team. */
export function TeamFields(props: { form: Form<TeamDraft> }) {
  const users = createQuery('users', () => ({}))
  const draft = () => props.form.draft
  const coaches = () =>
    [...(users() ?? [])]
      .filter(
        (user) =>
          draft().coachIds.includes(user.id) || (user.active && STAFF.some((role) => role === user.role)),
      )
      .sort((a, b) => Number(b.role === 'COACH') - Number(a.role === 'COACH') || a.name.localeCompare(b.name))
  const text = (field: 'name' | 'sport' | 'level' | 'season', label: string, hint?: string) => (
    <TextField
      label={label}
      optional={field !== 'name'}
      value={draft()[field]}
      onInput={(value) => props.form.set(field, value)}
      error={props.form.error(field)}
      hint={hint}
      autocomplete="off"
    />
  )
  return (
    <>
      <FormSection title={t('what')}>
        <div class="sm:col-span-2">{text('name', t('name'))}</div>
        {text('sport', t('sport'))}
        {text('level', t('level'), t('levelHint'))}
        {text('season', t('season'), t('seasonHint'))}
        <div class="sm:col-span-2">
          <Checkbox
            label={t('active')}
            hint={t('activeHint')}
            checked={draft().active}
            onChange={(active) => props.form.set('active', active)}
          />
        </div>
      </FormSection>
      <FormSection title={t('coaches')} hint={t('coachHint')}>
        <div class="grid gap-x-4 sm:col-span-2 sm:grid-cols-2">
          <Key each={coaches()} by="id" fallback={<p class="text-muted">{t('noCoaches')}</p>}>
            {(user) => (
              <Checkbox
                label={user().name}
                checked={draft().coachIds.includes(user().id)}
                onChange={(on) =>
                  props.form.set(
                    'coachIds',
                    on ? [...draft().coachIds, user().id] : draft().coachIds.filter((id) => id !== user().id),
                  )
                }
              />
            )}
          </Key>
        </div>
      </FormSection>
    </>
  )
}
