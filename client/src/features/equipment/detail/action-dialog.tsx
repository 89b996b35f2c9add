import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { mayUpdate } from '../../../../../shared/access.ts'
import {
  CONDITIONS,
  type Condition,
  equipment as definition,
  type Equipment,
} from '../../../../../shared/collections/equipment.ts'
import { who } from '../../../app/who.ts'
import { bulkHoldings } from '../../../custody/bulk-holdings.ts'
import { dayIn, dueDay } from '../../../custody/due-date.ts'
import { teamRule } from '../../../custody/due-rules.ts'
import { createLookup, createQuery } from '../../../db/query.ts'
import { type FormIssue, issueText } from '../../../forms/issue-text.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { timeZone } from '../../../i18n/locale.ts'
import { HolderPicker, type Picked } from '../../../things/holder-picker.tsx'
import { createHolders } from '../../../things/holders.ts'
import { t as words } from '../../../things/messages.ts'
import { asTree } from '../../../trees/tree.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { type Asked, actionSpecs } from './action-specs.ts'
import { checkedEntries, type EntryDraft } from './entry.ts'
import { t } from './messages.ts'
import type { ThingAction } from './thing-actions.ts'

const blank: EntryDraft = {
  to: undefined,
  from: '',
  due: '',
  dueChosen: false,
  place: '',
  condition: '',
  count: '1',
  change: '',
  note: '',
}

export type ActionDialogProps = {
  equipment: Equipment
  /** The action that is asked about; nothing is shown without one. */
  action: ThingAction | undefined
  onClose: () => void
}

/** Asks what an action needs, does it, and says when it is saved. What was entered stays when it could not be. */
export function ActionDialog(props: ActionDialogProps) {
  const locations = createQuery('locations', () => ({}))
  const person = createLookup('people')
  const holder = createHolders()
  const entries = createQuery('transactions', () =>
    props.action && props.equipment.kind === 'bulk'
      ? { selector: { equipmentId: props.equipment.id } }
      : undefined,
  )
  const holdings = createMemo(() => bulkHoldings(entries() ?? []))
  const [entry, setEntry] = createStore<EntryDraft>({ ...blank })
  const [issues, setIssues] = createSignal<readonly FormIssue[]>([])
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  createEffect(
    on(
      () => props.action,
      (action) => {
        if (!action) return
        setEntry({ ...blank })
        setIssues([])
        setFailure(undefined)
      },
    ),
  )

  /** The usual due day of whoever gets it, until somebody chooses another one. */
  const pick = (picked: Picked | undefined) => {
    setEntry('to', picked)
    if (!picked || entry.dueChosen) return
    const team = picked.kind === 'person' ? person(picked.id)?.teamIds?.[0] : picked.id
    const rule = picked.kind === 'location' ? 'none' : teamRule(team)
    setEntry('due', dueDay(rule, dayIn(Date.now(), timeZone())) ?? '')
  }
  const asks = (what: Asked) => {
    const { action, equipment } = props
    const role = who()?.role
    if (!action || !role || !actionSpecs[action].asks.includes(what)) return false
    // Only counted things have a number of pieces, and a person's word on the condition counts by role.
    // Where one alone has pieces, or nobody is known to, there is nothing to say.
    if (what === 'from') return equipment.kind === 'bulk' && holdings().length > 1
    if (what === 'count' || what === 'change') return equipment.kind === 'bulk'
    return what !== 'condition' || mayUpdate(definition, role, 'condition')
  }
  const error = (field: Asked) => issueText(issues(), field)

  const run = async () => {
    const { action, equipment } = props
    if (!action) return
    const checked = checkedEntries(entry, actionSpecs[action], asks, timeZone(), Date.now())
    setIssues(checked.issues)
    if (checked.issues.length > 0) {
      announce(forms('wrong', { count: checked.issues.length }), 'urgent')
      return
    }
    setBusy(true)
    setFailure(undefined)
    try {
      await actionSpecs[action].run(equipment, checked.entered)
      showToast({
        text: t(`done.${action}`, { name: equipment.tagCode ?? equipment.name }),
        tone: 'positive',
      })
      props.onClose()
    } catch (problem) {
      setFailure(saveErrorText(problem))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Show when={props.action}>
      {(action) => (
        <Dialog
          open
          firm
          onClose={() => props.onClose()}
          title={t(`act.${action()}`)}
          description={t(`explain.${action()}`)}
          actions={
            <>
              <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
              <Button
                kind={action() === 'retire' || action() === 'report_lost' ? 'danger' : 'primary'}
                busy={busy()}
                icon={actionSpecs[action()].icon}
                onClick={() => void run()}
              >
                {t(`act.${action()}`)}
              </Button>
            </>
          }
        >
          <form
            class="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault()
              void run()
            }}
          >
            <Show when={failure()}>
              {(reason) => (
                <Banner tone="danger" title={forms('notSaved')} urgent>
                  {reason()}
                </Banner>
              )}
            </Show>
            <Show when={asks('to')}>
              <div>
                <HolderPicker
                  label={t('ask.to')}
                  kinds={['person', 'team', 'location']}
                  picked={entry.to}
                  onPick={pick}
                  except={props.equipment.holderId === undefined ? [] : [props.equipment.holderId]}
                  autofocus
                />
                <Show when={error('to')}>
                  {(text) => (
                    <p role="alert" class="mt-1 text-note font-medium text-danger-text">
                      {text()}
                    </p>
                  )}
                </Show>
              </div>
            </Show>
            <Show when={asks('from')}>
              <Select
                label={t('ask.from')}
                placeholder={core('field.choose')}
                value={entry.from === '' ? undefined : entry.from}
                onChange={(from) => setEntry('from', from)}
                options={holdings().map(({ holderId, count }) => ({
                  value: holderId,
                  label: t('ask.fromHas', { name: holder(holderId)?.name ?? '', count }),
                }))}
                error={error('from')}
              />
            </Show>
            <Show when={asks('due')}>
              <TextField
                type="date"
                label={t('ask.due')}
                optional
                min={dayIn(Date.now(), timeZone())}
                value={entry.due}
                onInput={(due) => setEntry({ due, dueChosen: true })}
                error={error('due')}
              />
            </Show>
            <Show when={asks('count')}>
              <TextField
                label={t('ask.count')}
                inputmode="numeric"
                value={entry.count}
                onInput={(count) => setEntry('count', count)}
                error={error('count')}
              />
            </Show>
            <Show when={asks('change')}>
              <TextField
                label={t('ask.change')}
                value={entry.change}
                onInput={(change) => setEntry('change', change)}
                error={error('change')}
              />
            </Show>
            <Show when={asks('condition')}>
              <Segmented<Condition | ''>
                label={t('ask.condition')}
                value={entry.condition}
                onChange={(condition) => setEntry('condition', condition)}
                options={[
                  ...(actionSpecs[action()].needs.includes('condition')
                    ? []
                    : [{ value: '' as const, label: t('ask.conditionSame') }]),
                  ...CONDITIONS.map((value) => ({ value, label: words(`condition.${value}`) })),
                ]}
              />
              <Show when={error('condition')}>
                {(text) => (
                  <p role="alert" class="text-note font-medium text-danger-text">
                    {text()}
                  </p>
                )}
              </Show>
            </Show>
            <Show when={asks('place')}>
              <Select
                label={t('ask.place')}
                value={entry.place}
                onChange={(place) => setEntry('place', place)}
                options={[
                  { value: '', label: t('ask.placeHome') },
                  ...asTree(locations() ?? []).map(({ node, depth }) => ({
                    value: node.id,
                    label: `${'\u2003'.repeat(depth)}${node.name}`,
                  })),
                ]}
              />
            </Show>
            <Show when={asks('note')}>
              <TextField
                label={t(action() === 'report_damaged' ? 'ask.noteDamage' : 'ask.note')}
                optional={!actionSpecs[action()].needs.includes('note')}
                lines={3}
                value={entry.note}
                onInput={(note) => setEntry('note', note)}
                error={error('note')}
              />
            </Show>
          </form>
        </Dialog>
      )}
    </Show>
  )
}
