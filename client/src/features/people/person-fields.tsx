import { Key } from '@solid-primitives/keyed'
import { Show } from 'solid-js'
import type { Person } from '../../../../shared/collections/people.ts'
import { createQuery } from '../../db/query.ts'
import { CodeField } from '../../forms/code-field.tsx'
import type { Form } from '../../forms/create-form.ts'
import { FormSection } from '../../forms/form-frame.tsx'
import { NamedRowsEditor } from '../../forms/named-rows-editor.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'
import type { PersonDraft } from './person-draft.ts'

/** The fields of a person: the smallest record that serves. */
export function PersonFields(props: { form: Form<PersonDraft> }) {
  const teams = createQuery('teams', () => ({}))
  const draft = () => props.form.draft
  const shown = () =>
    [...(teams() ?? [])]
      .filter((team) => team.active || draft().teamIds.includes(team.id))
      .sort((a, b) => a.name.localeCompare(b.name))
  const sizeError = (index: number) => props.form.error(`sizes.${index}`)

  return (
    <>
      <FormSection title={t('who')}>
        <div class="sm:col-span-2">
          <TextField
            label={t('name')}
            value={draft().name}
            onInput={(value) => props.form.set('name', value)}
            error={props.form.error('name')}
            autocomplete="off"
          />
        </div>
        <TextField
          label={t('number')}
          optional
          value={draft().jerseyNumber}
          onInput={(value) => props.form.set('jerseyNumber', value)}
          error={props.form.error('jerseyNumber')}
          autocomplete="off"
        />
        <div class="sm:col-span-2">
          <CodeField
            label={t('badge')}
            optional
            value={draft().badgeCode}
            onInput={(value) => props.form.set('badgeCode', value)}
            error={props.form.error('badgeCode')}
            hint={t('badgeHint')}
          />
        </div>
        <div class="sm:col-span-2">
          <Segmented<Person['kind']>
            label={t('kind')}
            value={draft().kind}
            onChange={(kind) => props.form.set('kind', kind)}
            options={[
              { value: 'athlete', label: t('kind.athlete') },
              { value: 'staff', label: t('kind.staff') },
              { value: 'other', label: t('kind.other') },
            ]}
          />
        </div>
        <div class="sm:col-span-2">
          <Checkbox
            label={t('active')}
            hint={t('activeHint')}
            checked={draft().active}
            onChange={(active) => props.form.set('active', active)}
          />
        </div>
      </FormSection>
      <FormSection title={t('onTeams')}>
        <div class="grid gap-x-4 sm:col-span-2 sm:grid-cols-2">
          <Key each={shown()} by="id" fallback={<p class="text-muted">{t('noTeams')}</p>}>
            {(team) => (
              <Checkbox
                label={team().name}
                checked={draft().teamIds.includes(team().id)}
                onChange={(on) =>
                  props.form.set(
                    'teamIds',
                    on ? [...draft().teamIds, team().id] : draft().teamIds.filter((id) => id !== team().id),
                  )
                }
              />
            )}
          </Key>
        </div>
      </FormSection>
      <FormSection title={t('sizes')}>
        <div class="sm:col-span-2">
          <NamedRowsEditor
            rows={draft().sizes}
            nameLabel={t('sizeName')}
            valueLabel={t('sizeValue')}
            addLabel={t('sizeAdd')}
            suggestions={[t('size.helmet'), t('size.jersey'), t('size.pants'), t('size.shoes')]}
            errorOf={sizeError}
            onChange={(rows) => props.form.set('sizes', rows)}
          />
          <Show when={props.form.error('sizes')}>
            {(text) => (
              <p role="alert" class="text-note font-medium text-danger-text">
                {text()}
              </p>
            )}
          </Show>
        </div>
      </FormSection>
    </>
  )
}
