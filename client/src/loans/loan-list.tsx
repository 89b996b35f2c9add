import { Key } from '@solid-primitives/keyed'
import { A } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import type { LoanState, LoanStep } from '../../../shared/loans.ts'
import { failureText } from '../account/failure-text.ts'
import { formatDate } from '../i18n/format.ts'
import { ApiError } from '../sync/api-error.ts'
import { syncStatus } from '../sync/status.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import type { IconName } from '../ui/icon-paths.ts'
import { StatusBadge, type Tone } from '../ui/status-badge.tsx'
import { TagPlate } from '../ui/tag-plate.tsx'
import { showToast } from '../ui/toast.tsx'
import type { LoansReading } from './create-loans.ts'
import { EndDialog, type EndingStep, isEnding } from './end-dialog.tsx'
import { type Loan, type LoansOf, takeStep } from './loan-data.ts'
import { t } from './messages.ts'

const LOOK: Record<LoanState, readonly [Tone, IconName]> = {
  asked: ['info', 'info'],
  offered: ['warning', 'warning'],
  approved: ['accent', 'check'],
  lent: ['accent', 'export'],
  going_back: ['warning', 'returned'],
  returned: ['positive', 'available'],
  lost: ['danger', 'warning'],
  declined: ['neutral', 'close'],
  refused: ['danger', 'close'],
  withdrawn: ['neutral', 'back'],
}

/** Steps after which nothing goes on: the other way out stands before them. */
const ENDS: readonly LoanStep[] = ['decline', 'refuse', 'withdraw', 'reclaim', 'write_off']

/** Loans with what the reader may do about each. `onOffer` names the things of a loan that was asked for. */
export function LoanList(props: {
  of: LoansOf
  label: string
  reading: LoansReading
  loans: readonly Loan[]
  onOffer?: (loan: Loan) => void
}) {
  return (
    <ul aria-label={props.label} class="divide-y divide-line">
      <Key each={props.loans} by="id">
        {(loan) => (
          <li class="px-4 py-3">
            <OneLoan of={props.of} loan={loan()} onChanged={props.reading.read} onOffer={props.onOffer} />
          </li>
        )}
      </Key>
    </ul>
  )
}

function OneLoan(props: {
  of: LoansOf
  loan: Loan
  onChanged: () => void
  onOffer?: ((loan: Loan) => void) | undefined
}) {
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const [asked, setAsked] = createSignal<EndingStep>()
  const words = () => ({ lender: props.loan.lender, borrower: props.loan.borrower })

  async function take(step: LoanStep) {
    if (step === 'offer') {
      props.onOffer?.(props.loan)
      return
    }
    if (isEnding(step) && asked() !== step) {
      setAsked(step)
      return
    }
    setAsked(undefined)
    setBusy(true)
    setFailure(undefined)
    try {
      await takeStep(props.of, props.loan, step)
      showToast({ text: t(`done.${step}`), tone: 'positive' })
    } catch (error) {
      setFailure(whyNot(error))
    }
    setBusy(false)
    props.onChanged()
  }

  return (
    <div class="grid gap-2">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 class="min-w-0 flex-1 basis-56 font-semibold">{t(`title.${props.loan.side}`, words())}</h3>
        <span class="text-note text-muted">{t('until', { day: formatDate(props.loan.until) })}</span>
        <StatusBadge
          tone={LOOK[props.loan.state][0]}
          icon={LOOK[props.loan.state][1]}
          label={t(`state.${props.loan.state}`)}
        />
      </div>
      <Show when={props.loan.request}>{(request) => <p class="break-words">{request()}</p>}</Show>
      <Show when={props.loan.things.length > 0}>
        <ul class="flex flex-wrap gap-x-4 gap-y-1.5" aria-label={t('things')}>
          <For each={props.loan.things}>
            {(thing) => (
              <li class="flex items-center gap-2">
                <Show when={thing.tagCode}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
                <Show
                  when={props.of === 'school' && isHere(props.loan) && thing.equipmentId}
                  fallback={<span>{thing.name}</span>}
                >
                  {(id) => (
                    <A href={`/equipment/${id()}`} class="word-link">
                      {thing.name}
                    </A>
                  )}
                </Show>
                <Show when={thing.isBulk}>
                  <span class="text-muted">{t('count', { count: thing.quantity })}</span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Show when={props.loan.underWay}>
        <p class="text-note text-muted">{t('underWay')}</p>
      </Show>
      <Show when={props.loan.steps.length > 0}>
        <div class="flex flex-wrap gap-2" data-print="no">
          <For each={props.loan.steps}>
            {(step) => (
              <Button
                kind={ENDS.includes(step) ? 'secondary' : 'primary'}
                busy={busy()}
                disabled={syncStatus().offline}
                aria-label={t('stepNamed', {
                  step: t(`step.${step}`),
                  loan: t(`title.${props.loan.side}`, words()),
                })}
                onClick={() => void take(step)}
              >
                {t(`step.${step}`)}
              </Button>
            )}
          </For>
        </div>
      </Show>
      <EndDialog
        step={asked()}
        borrower={props.loan.borrower}
        onClose={() => setAsked(undefined)}
        onSure={(step) => void take(step)}
      />
    </div>
  )
}

/** Whether the reader's school has the things under ids that lead to a page. */
function isHere({ side, state }: Loan): boolean {
  return side === 'lender' || (side === 'borrower' && state === 'lent')
}

/** Why a step was not taken, as a sentence. Reactive. */
export function whyNot(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.code === 'not-in-room') return t('notInRoom')
    if (error.code === 'loan-changed') return t('changed')
  }
  return failureText(error)
}
