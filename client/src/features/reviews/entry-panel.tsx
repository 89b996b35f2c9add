import { transactions } from '../../../../shared/collections/transactions.ts'
import { fieldLabel, isShownField } from '../../documents/field-labels.ts'
import { createFieldWords } from '../../documents/field-words.ts'
import { t as gear } from '../../things/messages.ts'
import { transactionLooks } from '../../things/status-look.ts'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Panel } from '../../ui/panel.tsx'
import { t } from './messages.ts'
import type { SentEntry } from './sent-entry.ts'

/** Fields that nobody foresaw come first: they are the odd ones. */
const ORDER = Object.keys(transactions.fields)

/** A ledger entry as a device sent it, every field of it. */
export function EntryPanel(props: { entry: SentEntry }) {
  const wordsOf = createFieldWords()
  const pairs = () =>
    Object.entries(props.entry.document)
      .filter(([field]) => isShownField(field) && field !== 'type')
      .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
      .map(([field, value]) => ({
        label: fieldLabel('transactions', field),
        value: wordsOf('transactions', field, value),
        hideWhenEmpty: true,
      }))
  return (
    <Panel title={t('entry')}>
      <div class="grid gap-2">
        <p class="flex items-center gap-2 text-lead font-semibold">
          <Icon name={transactionLooks[props.entry.type].icon} size="md" />
          {gear(`type.${props.entry.type}`)}
        </p>
        <KeyValue pairs={pairs()} />
      </div>
    </Panel>
  )
}
