import { useNavigate } from '@solidjs/router'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { ends } from '../../../../../shared/reviews/decision.ts'
import { standingDecision } from '../../../../../shared/reviews/plan-undo.ts'
import { who } from '../../../app/who.ts'
import { createQuery, findDocument } from '../../../db/query.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { type Choice, decide } from '../../../reviews/decide.ts'
import { isDeferred, type Standing, standingOf } from '../../../reviews/standing.ts'
import { now } from '../../../things/now.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Button } from '../../../ui/button.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { neighbour, queueHref } from '../queue-order.ts'
import { latestFirst } from '../review-filters.ts'
import type { Settling } from './create-settling.ts'
import { createEffectWords } from './effect-words.ts'
import { t } from './messages.ts'
import type { SideAction } from './side-dialog.tsx'

const SideDialog = lazy(async () => ({ default: (await import('./side-dialog.tsx')).SideDialog }))
const UndoDialog = lazy(async () => ({ default: (await import('./undo-dialog.tsx')).UndoDialog }))

export interface SettleBarProps {
  readonly review: Review
  readonly standing: Standing
  readonly settling: Settling
  readonly author: string
  /** What the review is about, as people call it. */
  readonly name: string
  readonly live: AnyDocument | undefined
}

/** What can be done, in reach of the thumb: decide as chosen, and what is done beside it. Then on to the next review. */
export function SettleBar(props: SettleBarProps) {
  const navigate = useNavigate()
  const words = createEffectWords()
  const all = createQuery('reviews', () => ({ selector: { state: 'open' } }))
  const [dialog, setDialog] = createSignal<SideAction | 'undo'>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  const waiting = () =>
    [...(all() ?? [])]
      .sort(latestFirst)
      .filter((review) => {
        const standing = standingOf(review)
        return standing.state === 'open' && !isDeferred(standing, now())
      })
      .map(({ id }) => id)
  const open = () => props.standing.state === 'open'
  const decidable = () => props.settling.options().length > 0
  const undoable = () =>
    props.standing.pending.some(({ action }) => ends(action))
      ? props.standing.state === 'resolved'
      : props.standing.state === 'resolved' && standingDecision(props.review) !== undefined
  const ready = () => {
    const preview = props.settling.preview()
    return props.settling.choice() && preview !== undefined && preview.problem === undefined
  }

  /** What will happen, as far as it fits beside the buttons. */
  const summary = () => {
    const preview = props.settling.preview()
    const chosen = props.settling.chosen()
    if (!chosen || !preview || preview.problem !== undefined) return chosen?.label
    return words(preview.effects)[0] ?? `${chosen.label}. ${t('nothingChanges')}`
  }
  const show = (which: SideAction | 'undo') => {
    setFailure(undefined)
    setDialog(which)
  }
  const goOn = (step: 1 | -1) => {
    const next = neighbour(props.review.id, waiting(), step)
    navigate(next === undefined ? queueHref() : `/reviews/${next}`)
  }
  const undoLater = (reviewId: string) => async () => {
    const review = await findDocument('reviews', reviewId)
    if (!review) return
    try {
      await decide({ reviewId, version: standingOf(review).version, choice: { action: 'undo' } })
    } catch (error) {
      showToast({ text: saveErrorText(error), tone: 'danger' })
    }
  }
  const carryOut = async (choice: Choice) => {
    const { review, standing, name } = props
    setBusy(true)
    setFailure(undefined)
    try {
      await decide({ reviewId: review.id, version: standing.version, choice })
      setDialog(undefined)
      const said = ends(choice.action) ? t('decided', { name }) : t('saved')
      showToast({
        text: said,
        tone: 'positive',
        ...(ends(choice.action)
          ? { action: { label: core('action.undo'), run: () => void undoLater(review.id)() } }
          : {}),
      })
      announce(said)
      // What ends a review, or has it wait, leads on to the next one.
      if (ends(choice.action) || choice.action === 'defer') goOn(1)
    } catch (error) {
      setFailure(saveErrorText(error))
      if (!dialog()) showToast({ text: saveErrorText(error), tone: 'danger' })
    } finally {
      setBusy(false)
    }
  }
  /** To the answers, or to what the chosen one still asks for. */
  const toChoice = () => {
    const panel = document.querySelector('section[aria-labelledby=decide]')
    const asked =
      panel?.querySelector<HTMLElement>('[aria-invalid]') ??
      panel?.querySelector<HTMLElement>('input:not([type=radio])')
    const picked =
      props.settling.chosen()?.key === 'pick' && document.querySelector<HTMLElement>('table input')
    const target = asked || picked || panel?.querySelector<HTMLElement>('input')
    target?.focus({ preventScroll: true })
    ;(target?.closest('tr, li') ?? panel)?.scrollIntoView({ block: 'center' })
  }
  const ownWrite = () => props.review.authorId === undefined || props.review.authorId === who()?.userId
  const items = (): readonly MenuItem[] => [
    // Also of what nothing else can be said of any more, such as of a counted thing that is gone.
    ...(decidable() || open()
      ? [{ label: t('reject'), icon: 'close' as const, onSelect: () => show('reject') }]
      : []),
    ...(open()
      ? [
          { label: t('assign'), icon: 'person' as const, onSelect: () => show('assign') },
          ...(ownWrite() ? [] : [{ label: t('ask'), icon: 'note' as const, onSelect: () => show('ask') }]),
          { label: t('defer'), icon: 'calendar' as const, onSelect: () => show('defer') },
        ]
      : []),
    ...(undoable() ? [{ label: t('undo'), icon: 'back' as const, onSelect: () => show('undo') }] : []),
    { label: t('next'), icon: 'chevron-right', onSelect: () => goOn(1) },
    { label: t('previous'), icon: 'chevron-left', onSelect: () => goOn(-1) },
  ]

  return (
    <>
      <ActionBar summary={summary()}>
        <Menu label={t('more')} items={items()} />
        <Show when={undoable()}>
          <Button icon="back" onClick={() => show('undo')}>
            {t('undo')}
          </Button>
        </Show>
        <Show when={decidable() && !ready()}>
          <Button onClick={toChoice}>{t(props.settling.chosen() ? 'toMissing' : 'toChoice')}</Button>
        </Show>
        <Show when={ready() && props.settling.choice()}>
          {(choice) => (
            <Button
              kind={props.settling.chosen()?.danger ? 'danger' : 'primary'}
              icon={props.settling.chosen()?.icon ?? 'check'}
              busy={busy()}
              onClick={() => void carryOut(choice())}
            >
              {props.settling.chosen()?.danger ? props.settling.chosen()?.label : t('decideNow')}
            </Button>
          )}
        </Show>
        <Show when={!decidable() && !undoable()}>
          <Button icon="chevron-right" onClick={() => goOn(1)}>
            {t('next')}
          </Button>
        </Show>
      </ActionBar>
      <Suspense>
        <Show when={dialog() === 'undo'}>
          <UndoDialog
            review={props.review}
            live={props.live}
            failure={failure()}
            onUndo={() => void carryOut({ action: 'undo' })}
            onClose={() => setDialog(undefined)}
          />
        </Show>
        <Show when={sideOf(dialog())}>
          {(action) => (
            <SideDialog
              action={action()}
              author={props.author}
              assigneeId={props.standing.assigneeId}
              failure={failure()}
              busy={busy()}
              onChoice={(choice) => void carryOut(choice)}
              onClose={() => setDialog(undefined)}
            />
          )}
        </Show>
      </Suspense>
    </>
  )
}

function sideOf(dialog: SideAction | 'undo' | undefined): SideAction | undefined {
  return dialog === 'undo' ? undefined : dialog
}
