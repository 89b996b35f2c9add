import { createEffect, createSignal, on, Show } from 'solid-js'
import { CONDITIONS, type Condition, type Equipment } from '../../../../../shared/collections/equipment.ts'
import { createQuery } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { createRecord } from '../../../db/write.ts'
import { CodeField } from '../../../forms/code-field.tsx'
import type { Form } from '../../../forms/create-form.ts'
import { FormSection } from '../../../forms/form-frame.tsx'
import { t as forms } from '../../../forms/messages.ts'
import { t as words } from '../../../things/messages.ts'
import { TreeSelect } from '../../../trees/tree-select.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { EquipmentDraft } from './equipment-draft.ts'
import { t } from './messages.ts'

type TextName = Exclude<keyof EquipmentDraft, 'kind' | 'condition'>

/** The fields of a thing. `id` is the thing's own where it exists: its own tag is no double. */
export function EquipmentFields(props: { form: Form<EquipmentDraft>; id?: string }) {
  const catalogue = useCatalogue()
  const categories = createQuery('categories', () => ({}))
  const locations = createQuery('locations', () => ({}))
  const teams = createQuery('teams', () => ({}))
  const draft = () => props.form.draft
  const serialized = () => draft().kind === 'serialized'

  const [taken, setTaken] = createSignal<Equipment>()
  createEffect(
    on(
      () => draft().tagCode.trim(),
      async (code) => {
        const other = (await catalogue.allByTag(code)).find((thing) => thing.id !== props.id)
        if (draft().tagCode.trim() === code) setTaken(other)
      },
    ),
  )

  const text = (
    name: TextName,
    label: string,
    more: {
      type?: 'date'
      inputmode?: 'decimal' | 'numeric'
      lines?: number
      code?: boolean
      needed?: boolean
    } = {},
  ) => (
    <TextField
      label={label}
      optional={more.needed !== true}
      value={draft()[name]}
      onInput={(value) => props.form.set(name, value)}
      error={props.form.error(name)}
      autocomplete="off"
      {...(more.type ? { type: more.type } : {})}
      {...(more.inputmode ? { inputmode: more.inputmode } : {})}
      {...(more.lines ? { lines: more.lines } : {})}
      {...(more.code ? { code: true } : {})}
    />
  )

  return (
    <>
      <FormSection title={t('identity')} hint={t('identityHint')}>
        <div class="sm:col-span-2">{text('name', t('name'), { needed: true })}</div>
        <div class="sm:col-span-2">
          <CodeField
            label={t('tagCode')}
            optional
            value={draft().tagCode}
            onInput={(value) => props.form.set('tagCode', value)}
            error={props.form.error('tagCode')}
            hint={taken() ? t('tagTaken', { name: taken()?.name ?? '' }) : t('tagCodeHint')}
          />
        </div>
        <TreeSelect
          label={t('category')}
          optional
          nodes={categories() ?? []}
          value={draft().categoryId}
          onChange={(id) => props.form.set('categoryId', id)}
          onCreate={async (name) => (await createRecord('categories', { name })).id}
          createTitle={t('newCategory')}
          error={props.form.error('categoryId')}
        />
        <Select
          label={t('team')}
          optional
          value={draft().teamId}
          onChange={(id) => props.form.set('teamId', id)}
          options={[
            { value: '', label: forms('none') },
            ...[...(teams() ?? [])]
              .sort((a, b) => a.name.localeCompare(b.name))
              .map((team) => ({ value: team.id, label: team.name })),
          ]}
          error={props.form.error('teamId')}
        />
      </FormSection>
      <FormSection title={t('details')}>
        {text('manufacturer', t('manufacturer'))}
        {text('model', t('model'))}
        {text('size', t('size'))}
        <Show when={serialized()}>
          {text('jerseyNumber', t('jerseyNumber'))}
          {text('serial', t('serial'), { code: true })}
        </Show>
      </FormSection>
      <FormSection title={t('place')}>
        <TreeSelect
          label={t('home')}
          optional
          nodes={locations() ?? []}
          value={draft().homeLocationId}
          onChange={(id) => props.form.set('homeLocationId', id)}
          onCreate={async (name) => (await createRecord('locations', { name })).id}
          createTitle={t('newLocation')}
          error={props.form.error('homeLocationId')}
        />
      </FormSection>
      <FormSection title={t('dates')} hint={t('datesHint')}>
        {text('purchaseDate', t('purchaseDate'), { type: 'date' })}
        {text('price', t('price'), { inputmode: 'decimal' })}
        {text('warrantyUntil', t('warrantyUntil'), { type: 'date' })}
        {text('recertifyBy', t('recertifyBy'), { type: 'date' })}
        {text('retireBy', t('retireBy'), { type: 'date' })}
      </FormSection>
      <Show
        when={props.id === undefined}
        fallback={
          <Show when={!serialized()}>
            <p class="border-t border-line py-6 text-muted">{t('countHint')}</p>
          </Show>
        }
      >
        <FormSection title={t('first')} hint={t('firstHint')}>
          <Show when={!serialized()}>{text('quantity', t('quantity'), { inputmode: 'numeric' })}</Show>
          <Select<Condition | ''>
            label={t('condition')}
            optional
            value={draft().condition}
            onChange={(condition) => props.form.set('condition', condition)}
            options={[
              { value: '', label: t('conditionNone') },
              ...CONDITIONS.map((value) => ({ value, label: words(`condition.${value}`) })),
            ]}
          />
          <div class="sm:col-span-2">{text('notes', t('notes'), { lines: 3 })}</div>
        </FormSection>
      </Show>
    </>
  )
}
