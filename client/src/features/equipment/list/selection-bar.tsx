import { createMemo, createSignal, Show } from 'solid-js'
import { mayCreate } from '../../../../../shared/access.ts'
import { equipment as definition } from '../../../../../shared/collections/equipment.ts'
import { loanOf } from '../../../../../shared/loans.ts'
import { isManager } from '../../../../../shared/roles.ts'
import { who } from '../../../app/who.ts'
import { checkIn } from '../../../custody/actions.ts'
import { mayDo } from '../../../custody/rights.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import type { Selection } from '../../../ui/selection.ts'
import { showToast } from '../../../ui/toast.tsx'
import { t } from '../messages.ts'

/** So many ids fit an address that every server and proxy lets through. */
const MOST_LABELS = 200

/** What can be done with the chosen things: only what their state and the role allow is offered. */
export function SelectionBar(props: { selection: Selection; found: readonly { readonly id: string }[] }) {
  const catalogue = useCatalogue()
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const ids = () => [...props.selection.ids()]
  const role = () => who()?.role
  const returnable = createMemo(() =>
    ids().filter((id) => {
      const thing = catalogue.get(id)
      return thing?.kind === 'serialized' && thing.status === 'checked_out' && loanOf(thing)?.side !== 'lent'
    }),
  )
  const mayReturn = () => {
    const is = role()
    return is !== undefined && mayDo(is, 'check_in') && returnable().length > 0
  }
  const mayLabel = () => {
    const is = role()
    return is !== undefined && mayCreate(definition, is) && ids().length > 0
  }
  const returnAll = async () => {
    const lines = returnable().map((equipmentId) => ({ equipmentId }))
    setBusy(true)
    setFailure(undefined)
    try {
      await checkIn({ lines })
      showToast({ text: t('select.returned', { count: lines.length }), tone: 'positive' })
      props.selection.end()
    } catch (error) {
      setFailure(saveErrorText(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Show when={failure()}>
        {(reason) => (
          <div class="px-4 py-2 lg:px-6">
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          </div>
        )}
      </Show>
      <ActionBar summary={t('selected', { count: ids().length })}>
        <Show
          when={ids().length < props.found.length}
          fallback={
            <Button kind="quiet" onClick={() => props.selection.set([])}>
              {t('select.none')}
            </Button>
          }
        >
          <Button kind="quiet" onClick={() => props.selection.set(props.found.map((one) => one.id))}>
            {t('select.all', { count: props.found.length })}
          </Button>
        </Show>
        <Show when={mayReturn()}>
          <Button icon="returned" busy={busy()} onClick={() => void returnAll()}>
            {t('select.return', { count: returnable().length })}
          </Button>
        </Show>
        <Show when={isManager(role()) && ids().length > 0 && ids().length <= MOST_LABELS}>
          <ButtonLink icon="export" href={`/loans?lend=${ids().join(',')}`}>
            {t('select.lend')}
          </ButtonLink>
        </Show>
        <Show when={mayLabel()}>
          <Show
            when={ids().length <= MOST_LABELS}
            fallback={
              <p class="self-center text-note text-muted">{t('select.tooMany', { limit: MOST_LABELS })}</p>
            }
          >
            <ButtonLink icon="print" kind="primary" href={`/labels?ids=${ids().join(',')}`}>
              {t('select.labels')}
            </ButtonLink>
          </Show>
        </Show>
      </ActionBar>
    </>
  )
}
