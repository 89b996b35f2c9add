import { createSignal, Show } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { createQuery } from '../../db/query.ts'
import { saveErrorText } from '../../forms/save-error.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { showToast } from '../../ui/toast.tsx'
import { assignTagCodes } from './assign-codes.ts'
import { type createLabelThings, MOST } from './label-things.ts'
import { t } from './messages.ts'

/** Which pieces get a label, and codes for those that have none. */
export function ThingPanel(props: { source: ReturnType<typeof createLabelThings> }) {
  const { source } = props
  const untagged = () => source.things().filter((thing) => thing.tagCode === undefined)
  return (
    <div class="grid gap-3">
      <Show
        when={source.query.ids === undefined}
        fallback={
          <div class="flex flex-wrap items-center justify-between gap-3">
            <p class="font-semibold">{t('chosen', { count: source.things().length })}</p>
            <Button onClick={() => source.setQuery({ ids: undefined })}>{t('chooseOthers')}</Button>
          </div>
        }
      >
        <SearchField
          label={t('search')}
          value={source.query.q ?? ''}
          onInput={(q) => source.setQuery({ q: q === '' ? undefined : q })}
        />
        <div class="grid gap-3 sm:grid-cols-3 lg:grid-cols-1">
          <Choice collection="categories" label={t('category')} name="category" source={source} />
          <Choice collection="locations" label={t('place')} name="place" source={source} />
          <Choice collection="teams" label={t('team')} name="team" source={source} />
        </div>
        <p class="text-muted" role="status">
          {t('found', { count: source.things().length })}
        </p>
      </Show>
      <Show when={source.things().length > MOST}>
        <Banner tone="info" title={t('tooMany', { limit: MOST })}>
          {t('tooManyHint')}
        </Banner>
      </Show>
      <Show when={untagged().length > 0}>
        <Untagged things={untagged()} />
      </Show>
    </div>
  )
}

function Choice(props: {
  collection: 'categories' | 'locations' | 'teams'
  label: string
  name: 'category' | 'place' | 'team'
  source: ReturnType<typeof createLabelThings>
}) {
  const all = createQuery(props.collection, () => ({}))
  const options = () => [
    { value: '', label: t('all') },
    ...(all() ?? [])
      .map(({ id, name }) => ({ value: id, label: name }))
      .toSorted((a, b) => a.label.localeCompare(b.label)),
  ]
  return (
    <Select
      label={props.label}
      options={options()}
      value={props.source.query[props.name] ?? ''}
      onChange={(value) => props.source.setQuery({ [props.name]: value === '' ? undefined : value })}
    />
  )
}

function Untagged(props: { things: readonly Equipment[] }) {
  const [busy, setBusy] = createSignal(false)
  const assign = async () => {
    setBusy(true)
    try {
      const count = await assignTagCodes(props.things.map(({ id }) => id))
      showToast({ text: t('assigned', { count }), tone: 'positive' })
    } catch (error) {
      showToast({ text: t('notAssigned', { detail: saveErrorText(error) }), tone: 'danger', sticky: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Banner
      tone="warning"
      title={t('untagged', { count: props.things.length })}
      actions={
        <Button icon="tag" busy={busy()} onClick={assign}>
          {t('assign', { count: props.things.length })}
        </Button>
      }
    >
      {t('untaggedHint')}
    </Banner>
  )
}
