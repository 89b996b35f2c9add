import { Show } from 'solid-js'
import { fieldLabel } from '../../../documents/field-labels.ts'
import type { Settling } from './create-settling.ts'
import { t } from './messages.ts'
import { OptionList } from './option-list.tsx'
import { OutcomePreview } from './outcome-preview.tsx'

/** The answers to what the review asks, and what each would do. */
export function SettlePanel(props: { settling: Settling }) {
  const error = () => {
    const preview = props.settling.preview()
    const problem = preview?.problem
    if (problem === undefined || problem === 'value-missing') return undefined
    // Of several fields it is said which one is at fault.
    const collection = props.settling.chosen()?.collection
    const field = collection === undefined ? undefined : preview?.field
    const said = t(`problem.${problem}`)
    return field === undefined ? said : `${fieldLabel(collection ?? '', field)}: ${said}`
  }
  return (
    <Show when={props.settling.options().length > 0}>
      <section class="grid gap-3" aria-labelledby="decide">
        <div>
          <h2 id="decide" tabindex="-1" class="narrow text-lead outline-none">
            {t('title')}
          </h2>
          <p class="text-muted">{t('chooseOne')}</p>
        </div>
        <OptionList
          options={props.settling.options()}
          chosen={props.settling.chosen()?.key}
          onChoose={(key) => props.settling.choose(key)}
          entered={props.settling.entered()}
          onEnter={(part) => props.settling.enter(part)}
          error={error()}
        />
        <OutcomePreview preview={props.settling.preview()} />
      </section>
    </Show>
  )
}
