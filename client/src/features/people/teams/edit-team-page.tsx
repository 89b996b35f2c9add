import { useNavigate, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { typed } from '../../../../../shared/collections/definition.ts'
import { type Team, teams } from '../../../../../shared/collections/teams.ts'
import { createDocument } from '../../../db/query.ts'
import { updateRecord } from '../../../db/write.ts'
import { DeletionAsked } from '../../../documents/deletion-asked.tsx'
import { createForm } from '../../../forms/create-form.ts'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'
import { changesBetween, draftOf, fieldsOf, type TeamDraft } from './team-draft.ts'
import { TeamFields } from './team-fields.tsx'

/** Changes a team's record. */
export function EditTeamPage() {
  const params = useParams()
  const team = createDocument('teams', () => params.id)
  return (
    <Show
      when={team()?.id}
      keyed
      fallback={
        <Show when={team() === null}>
          <PageHeader title={t('gone')} back={{ href: '/teams', label: t('back') }} />
          <EmptyState icon="team" title={t('gone')} hint={t('goneHint')}>
            <ButtonLink href="/teams">{t('goneBack')}</ButtonLink>
          </EmptyState>
        </Show>
      }
    >
      {(_id) => <Show when={team()}>{(one) => <EditForm team={one()} />}</Show>}
    </Show>
  )
}

function EditForm(props: { team: Team }) {
  const navigate = useNavigate()
  const { id } = props.team
  const page = `/teams/${id}`
  const form = createForm<TeamDraft>({
    name: `team.${id}`,
    start: draftOf(props.team),
    current: (there) => draftOf(typed(teams, { ...props.team, ...there })),
    check(now, start, seen) {
      return {
        issues: fieldsOf(now).issues,
        async save() {
          const changes = changesBetween(start, now)
          const shown = { ...fieldsOf(start).fields, ...seen }
          if (Object.keys(changes).length > 0) await updateRecord('teams', id, changes, shown)
        },
      }
    },
  })
  const save = async () => {
    const { name } = form.draft
    if (!(await form.submit())) return
    showToast({ text: t('saved', { name }), tone: 'positive' })
    navigate(page, { replace: true })
  }
  return (
    <>
      <PageHeader
        title={t('editTitle', { name: props.team.name })}
        back={{ href: page, label: props.team.name }}
      />
      <FormFrame form={form} onSave={() => void save()} cancelHref={page}>
        <DeletionAsked of={props.team} />
        <TeamFields form={form} />
      </FormFrame>
    </>
  )
}
