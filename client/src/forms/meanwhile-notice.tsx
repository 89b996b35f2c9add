import { For } from 'solid-js'
import type { ChangedMeanwhileError, Meanwhile } from '../db/changed-meanwhile.ts'
import { fieldLabel } from '../documents/field-labels.ts'
import { createFieldWords } from '../documents/field-words.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { t } from './messages.ts'

/** Of each field that two people changed what is there by now and what was entered; the person says which it is. */
export function MeanwhileNotice(props: {
  clash: ChangedMeanwhileError
  onMine: () => void
  onTheirs: () => void
}) {
  const words = createFieldWords()
  const label = ({ field, key }: Meanwhile) => key ?? fieldLabel(props.clash.collection, field)
  const said = (field: string, value: unknown) => words(props.clash.collection, field, value) || t('nothing')
  return (
    <Banner
      tone="warning"
      urgent
      title={t('meanwhile')}
      actions={
        <>
          <Button onClick={() => props.onTheirs()}>{t('takeTheirs')}</Button>
          <Button onClick={() => props.onMine()}>{t('keepMine')}</Button>
        </>
      }
    >
      <ul>
        <For each={props.clash.fields}>
          {(one) => (
            <li>
              {t('meanwhileField', {
                field: label(one),
                there: said(one.field, one.there),
                mine: said(one.field, one.mine),
              })}
            </li>
          )}
        </For>
      </ul>
    </Banner>
  )
}
