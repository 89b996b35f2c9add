import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { Tone } from '../../ui/status-badge.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { DamageDialog } from './damage-dialog.tsx'
import type { Directory } from './directory.ts'
import type { Line } from './line.ts'
import type { LineAction } from './line-actions.ts'
import { type LineOffer, lineOffers } from './line-offers.ts'
import { lineWords } from './line-words.ts'
import { t } from './messages.ts'
import { canUndo } from './perform-deed.ts'

const marks: Record<Tone, string> = {
  neutral: 'bg-sunken text-text',
  accent: 'bg-accent text-on-accent',
  positive: 'bg-positive text-on-positive',
  warning: 'bg-warning text-on-warning',
  danger: 'bg-danger text-on-danger',
  info: 'bg-info text-on-info',
}
const wordTones: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent-text',
  positive: 'text-positive-text',
  warning: 'text-warning-text',
  danger: 'text-danger-text',
  info: 'text-info-text',
}

export type ScanLineProps = {
  line: Line
  directory: Directory
  /** The name of whoever is chosen. */
  chosen: string | undefined
  /** The newest line, or one that asks for something, shows what can be done; the others keep it in a menu. */
  open: boolean
  onAct: (action: LineAction) => void
}

/** One scan of the list: what it was, what became of it, and why if nothing did. */
export function ScanLine(props: ScanLineProps) {
  const catalogue = useCatalogue()
  const [asking, setAsking] = createSignal(false)
  const thing = () => catalogue.get(props.line.equipmentId ?? '')
  const words = createMemo(() => lineWords(props.line, props.directory))
  const all = createMemo(() => lineOffers(props.line, props.chosen))
  /** Putting a line away is a cross at its end; everything else has words. */
  const offers = () =>
    // What was refused in an earlier visit is over: its offers were for whoever was chosen then.
    !props.open && props.line.state.kind === 'refused'
      ? []
      : all().filter(({ action }) => action.act !== 'dismiss')
  const dismissable = () => all().some(({ action }) => action.act === 'dismiss')
  const fewer = () => {
    const { state, before } = props.line
    return state.kind === 'saved' && canUndo({ deed: state.deed, before })
  }
  const name = () => [thing()?.name, thing()?.size].filter(Boolean).join(' · ')
  const counts = () => props.line.bulk && props.line.state.kind === 'saved'
  const choices = () => {
    const { state } = props.line
    return state.kind === 'refused' && state.reason.code === 'several' ? state.reason.ids : []
  }
  const givers = () => {
    const { state } = props.line
    return state.kind === 'refused' && state.reason.code === 'whose' ? state.reason.holdings : []
  }
  const run = ({ action }: LineOffer) => {
    if (action.act === 'ask-damage') setAsking(true)
    else props.onAct(action)
  }
  return (
    <li class="scan-line" data-state={props.line.state.kind}>
      <span class={`scan-mark ${marks[words().tone]}`}>
        <Icon name={words().icon} size="md" />
      </span>
      <div class="scan-words">
        <p class="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Show when={props.line.code}>{(code) => <TagPlate code={code()} />}</Show>
          <span class="min-w-0 font-medium">{name()}</span>
        </p>
        <p class="leading-snug">
          <span class={`font-semibold ${wordTones[words().tone]}`}>{words().word}</span>
          <Show when={words().why}>
            <span class="text-muted"> · {words().why}</span>
          </Show>
        </p>
      </div>
      <Show when={counts()}>
        <div class="stepper">
          <IconButton
            icon="minus"
            framed
            label={t('act.minus')}
            disabled={!fewer()}
            onClick={() => props.onAct({ act: 'step', by: -1 })}
          />
          <span class="narrow min-w-8 text-center text-title">{formatNumber(props.line.quantity)}</span>
          <IconButton
            icon="plus"
            framed
            label={t('act.plus')}
            onClick={() => props.onAct({ act: 'step', by: 1 })}
          />
        </div>
      </Show>
      <Show when={dismissable()}>
        <IconButton icon="close" label={t('act.dismiss')} onClick={() => props.onAct({ act: 'dismiss' })} />
      </Show>
      <Show when={offers().length + choices().length + givers().length > 0}>
        <Show
          when={props.open}
          fallback={
            <Menu
              label={t('act.more', { code: props.line.code })}
              icon="more"
              items={offers().map((offer) => ({
                label: offer.label,
                icon: offer.icon,
                onSelect: () => run(offer),
              }))}
            />
          }
        >
          <div class="scan-offers">
            <For each={choices()}>
              {(id) => (
                <Button icon="tag" onClick={() => props.onAct({ act: 'pick', id })}>
                  {[catalogue.get(id)?.name, catalogue.get(id)?.serial, catalogue.get(id)?.size]
                    .filter(Boolean)
                    .join(' · ') || id}
                </Button>
              )}
            </For>
            <Key each={givers()} by="holderId">
              {(giver) => (
                <Button
                  icon="returned"
                  onClick={() => props.onAct({ act: 'from', holderId: giver().holderId })}
                >
                  {t('act.from', {
                    name: props.directory.nameOf(giver().holderId) ?? t('holder.unseen'),
                    count: giver().count,
                  })}
                </Button>
              )}
            </Key>
            <Key each={offers()} by={({ action }) => action.act}>
              {(offer) => (
                <Button
                  kind={offer().main ? 'primary' : 'secondary'}
                  icon={offer().icon}
                  onClick={() => run(offer())}
                >
                  {offer().label}
                </Button>
              )}
            </Key>
          </div>
        </Show>
      </Show>
      <DamageDialog
        open={asking()}
        what={name()}
        onClose={() => setAsking(false)}
        onChoose={(condition) => {
          setAsking(false)
          props.onAct({ act: 'damage', condition })
        }}
      />
    </li>
  )
}
