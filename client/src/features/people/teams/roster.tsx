import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, Show } from 'solid-js'
import type { Person } from '../../../../../shared/collections/people.ts'
import type { Team } from '../../../../../shared/collections/teams.ts'
import { findDocument } from '../../../db/query.ts'
import { updateRecord } from '../../../db/write.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { HolderPicker } from '../../../things/holder-picker.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { findPeople, type Holding, listed } from '../find-people.ts'
import { noFilters } from '../people-filters.ts'
import { PersonRow } from '../person-row.tsx'
import { t } from './messages.ts'

export type RosterProps = {
  team: Team
  people: readonly Person[]
  holdings: ReadonlyMap<string, Holding>
  mayEdit: boolean
}

/** A team's people by number, with what each of them has; managers put people on the team and take them off. */
export function Roster(props: RosterProps) {
  const [adding, setAdding] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const rows = createMemo(() =>
    findPeople(
      props.people.map((person) => listed(person, () => undefined, props.holdings)),
      { ...noFilters, team: props.team.id },
      '',
    ),
  )

  /** The teams as they are stored now: what another device added a moment ago stays. */
  const move = async (id: string, name: string, on: boolean) => {
    setFailure(undefined)
    try {
      const person = await findDocument('people', id)
      const others = (person?.teamIds ?? []).filter((one) => one !== props.team.id)
      const teamIds = on ? [...others, props.team.id] : others
      await updateRecord('people', id, { teamIds: teamIds.length === 0 ? undefined : teamIds })
      showToast({
        text: t(on ? 'rosterAdded' : 'rosterRemoved', { name }),
        tone: 'positive',
        ...(on ? {} : { action: { label: core('action.undo'), run: () => void move(id, name, true) } }),
      })
    } catch (problem) {
      setFailure(saveErrorText(problem))
    }
  }

  return (
    <Panel
      title={t('roster')}
      flush
      action={
        <Show when={props.mayEdit}>
          <Button kind="quiet" icon="plus" onClick={() => setAdding(true)}>
            {t('rosterAdd')}
          </Button>
        </Show>
      }
    >
      <Show when={failure()}>
        {(reason) => (
          <div class="p-3">
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          </div>
        )}
      </Show>
      <ul class="divide-y divide-line">
        <Key
          each={rows()}
          by={({ person }) => person.id}
          fallback={<li class="px-4 py-3 text-muted">{t('rosterEmpty')}</li>}
        >
          {(row) => (
            <li>
              <PersonRow
                listed={row()}
                hideTeams
                end={
                  <Show when={props.mayEdit}>
                    <div class="flex items-center pr-2" data-print="no">
                      <IconButton
                        icon="close"
                        label={t('rosterRemove', { name: row().person.name })}
                        onClick={() => void move(row().person.id, row().person.name, false)}
                      />
                    </div>
                  </Show>
                }
              />
            </li>
          )}
        </Key>
      </ul>
      <Dialog
        open={adding()}
        onClose={() => setAdding(false)}
        shape="sheet"
        title={t('rosterAdd')}
        description={props.team.name}
        actions={
          <>
            <ButtonLink href={`/people/new?team=${props.team.id}`} icon="plus">
              {t('rosterNew')}
            </ButtonLink>
            <Button kind="primary" onClick={() => setAdding(false)}>
              {t('done')}
            </Button>
          </>
        }
      >
        <HolderPicker
          label={t('pick')}
          kinds={['person']}
          picked={undefined}
          except={props.people.map((person) => person.id)}
          onPick={(picked) => picked && void move(picked.id, picked.name, true)}
          autofocus
        />
      </Dialog>
    </Panel>
  )
}
