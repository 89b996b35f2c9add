import { collectionNames } from '../../../../shared/registry.ts'
import { createQuery } from '../../db/query.ts'
import { t as documents } from '../../documents/messages.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AUDIT_ACTIONS } from './audit-log.ts'
import { t } from './messages.ts'

/** What the address of the page says is looked for; days as `YYYY-MM-DD` in the time of this device. */
export interface ShownSearch {
  readonly who?: string
  readonly about?: string
  readonly did?: string
  readonly from?: string
  readonly to?: string
  /** One document. */
  readonly of?: string
}

/** Who, what, and when. */
export function AuditFilters(props: { search: ShownSearch; onChange: (part: ShownSearch) => void }) {
  const users = createQuery('users', () => ({}))
  const people = () =>
    (users() ?? [])
      .map(({ id, name }) => ({ value: id, label: name }))
      .sort((a, b) => a.label.localeCompare(b.label))
  return (
    <fieldset class="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <legend class="sr-only">{t('filters')}</legend>
      <Select
        label={t('person')}
        options={[{ value: '', label: t('everybody') }, ...people()]}
        value={props.search.who ?? ''}
        onChange={(who) => props.onChange({ who })}
      />
      <Select
        label={t('what')}
        options={[
          { value: '', label: t('everything') },
          ...collectionNames.map((name) => ({ value: name, label: documents(`collection.${name}`) })),
        ]}
        value={props.search.about ?? ''}
        onChange={(about) => props.onChange({ about })}
      />
      <Select
        label={t('action')}
        options={[
          { value: '', label: t('anything') },
          ...AUDIT_ACTIONS.map((action) => ({ value: action, label: t(`action.${action}`) })),
        ]}
        value={props.search.did ?? ''}
        onChange={(did) => props.onChange({ did })}
      />
      <TextField
        label={t('from')}
        type="date"
        value={props.search.from ?? ''}
        onInput={(from) => props.onChange({ from })}
      />
      <TextField
        label={t('to')}
        type="date"
        value={props.search.to ?? ''}
        onInput={(to) => props.onChange({ to })}
      />
    </fieldset>
  )
}
