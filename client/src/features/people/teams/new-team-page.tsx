import { useNavigate } from '@solidjs/router'
import { createRecord } from '../../../db/write.ts'
import { createForm } from '../../../forms/create-form.ts'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'
import { blankDraft, fieldsOf, type TeamDraft } from './team-draft.ts'
import { TeamFields } from './team-fields.tsx'

/** Adds a team; its people are put on it on its page. */
export function NewTeamPage() {
  const navigate = useNavigate()
  let added: { id: string; name: string } | undefined
  const form = createForm<TeamDraft>({
    name: 'team.new',
    start: blankDraft,
    check(draft) {
      const { fields, issues } = fieldsOf(draft)
      return {
        issues,
        async save() {
          added = await createRecord('teams', fields)
        },
      }
    },
  })
  const save = async () => {
    if (!(await form.submit()) || !added) return
    showToast({ text: t('added', { name: added.name }), tone: 'positive' })
    navigate(`/teams/${added.id}`, { replace: true })
  }
  return (
    <>
      <PageHeader title={t('newTitle')} back={{ href: '/teams', label: t('back') }} />
      <FormFrame form={form} onSave={() => void save()} cancelHref="/teams">
        <TeamFields form={form} />
      </FormFrame>
    </>
  )
}
