import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { isCollectionName } from '../../../../shared/registry.ts'
import { createDocument } from '../../db/query.ts'
import type { DocumentName } from '../../documents/document-name.ts'
import { fieldLabel, isShownField } from '../../documents/field-labels.ts'
import { t as documents } from '../../documents/messages.ts'
import { formatDateTime, formatList } from '../../i18n/format.ts'
import { TagPlate } from '../../ui/tag-plate.tsx'
import type { AuditEntry } from './audit-log.ts'
import { t } from './messages.ts'

/** One entry as a sentence: who did what to which document, when, from which device. */
export function AuditEntryRow(props: {
  entry: AuditEntry
  nameOf: (collection: string, id: string, snapshot?: unknown) => DocumentName
  onOnly: () => void
}) {
  // A transaction is called after its thing, where this device still has it.
  const transaction = createDocument('transactions', () =>
    props.entry.collection === 'transactions' ? props.entry.documentId : undefined,
  )
  const name = () =>
    props.nameOf(props.entry.collection, props.entry.documentId, transaction() ?? props.entry.detail)
  const actor = () => props.entry.actorName ?? t(props.entry.actorId === undefined ? 'server' : 'formerUser')
  const kind = () => {
    const { collection } = props.entry
    if (isCollectionName(collection)) return documents(`one.${collection}`)
    if (collection === 'visits') return t('visit')
    if (collection === 'stations') return t('kind.stations')
    if (collection === 'audit') return t('kind.audit')
    if (collection === 'loans') return t('kind.loans')
    return collection === 'devices' ? t('kind.devices') : collection
  }
  const reason = () => (typeof props.entry.detail.reason === 'string' ? props.entry.detail.reason : undefined)
  const fields = () => {
    if (props.entry.action === 'create') return []
    const { fields } = props.entry.detail
    const names = Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []
    return names.filter(isShownField).map((field) => fieldLabel(props.entry.collection, field))
  }
  return (
    <li class="grid gap-x-6 gap-y-0.5 px-4 py-2.5 lg:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1fr)] lg:px-6">
      <time class="text-note text-muted lg:pt-0.5" dateTime={props.entry.at}>
        {formatDateTime(props.entry.at)}
      </time>
      <p class="min-w-0">
        <span class="font-semibold">{actor()}</span> {t(`did.${props.entry.action ?? 'other'}`)}{' '}
        <span class="text-muted">{kind()}</span>
        <span class="mt-1 flex flex-wrap items-center gap-2">
          <Show when={name().code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
          <button
            type="button"
            class="min-h-target text-left font-medium underline underline-offset-4 hover:text-accent-text"
            title={t('oneThing', { name: name().title })}
            onClick={() => props.onOnly()}
          >
            {name().title}
          </button>
          <Show when={name().href}>
            {(href) => (
              <A href={href()} class="text-note text-accent-text underline underline-offset-4">
                {t('open')}
              </A>
            )}
          </Show>
        </span>
      </p>
      <p class="text-note text-muted lg:pt-0.5">
        <Show when={fields().length > 0}>
          <span class="block">{t('fields', { fields: formatList(fields()) })}</span>
        </Show>
        <Show when={reason()}>{(why) => <span class="block">{t('reason', { reason: why() })}</span>}</Show>
        <Show when={props.entry.deviceId}>
          {(device) => <span class="block">{t('device', { device: device() })}</span>}
        </Show>
      </p>
    </li>
  )
}
