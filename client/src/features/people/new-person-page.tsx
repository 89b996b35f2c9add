import { useNavigate, useSearchParams } from '@solidjs/router'
import { createRecord } from '../../db/write.ts'
import { createForm } from '../../forms/create-form.ts'
import { FormFrame } from '../../forms/form-frame.tsx'
import { readScannedCode } from '../../scan/scanned-code.ts'
import { createWedge } from '../../scan/wedge.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'
import { blankDraft, fieldsOf, type PersonDraft } from './person-draft.ts'
import { PersonFields } from './person-fields.tsx'

/** Adds a person, or a whole team one after the other; `?team=` puts them on it. */
export function NewPersonPage() {
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const team = typeof query.team === 'string' ? query.team : undefined
  const home = team === undefined ? '/people' : `/teams/${team}`
  const start: PersonDraft = { ...blankDraft, teamIds: team === undefined ? [] : [team] }
  let added: { id: string; name: string } | undefined
  const form = createForm<PersonDraft>({
    name: 'person.new',
    start,
    check(draft) {
      const { fields, issues } = fieldsOf(draft)
      return {
        issues,
        async save() {
          added = await createRecord('people', fields)
        },
      }
    },
  })
  createWedge((code) => form.set('badgeCode', readScannedCode(code).text))

  const save = async (andAnother: boolean) => {
    const teamIds = [...form.draft.teamIds]
    if (!(await form.submit()) || !added) return
    showToast({ text: t('added', { name: added.name }), tone: 'positive' })
    if (!andAnother) {
      navigate(team === undefined ? `/people/${added.id}` : home, { replace: true })
      return
    }
    form.replace({ ...blankDraft, teamIds })
    window.scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('main form input')?.focus()
  }

  return (
    <>
      <PageHeader title={t('newTitle')} back={{ href: home, label: t('back') }} />
      <FormFrame
        form={form}
        onSave={() => void save(false)}
        cancelHref={home}
        more={
          <Button busy={form.busy()} onClick={() => void save(true)}>
            {t('addAnother')}
          </Button>
        }
      >
        <PersonFields form={form} />
      </FormFrame>
    </>
  )
}
