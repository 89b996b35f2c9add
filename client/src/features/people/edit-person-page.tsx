import { useNavigate, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { typed } from '../../../../shared/collections/definition.ts'
import { type Person, people } from '../../../../shared/collections/people.ts'
import { createDocument } from '../../db/query.ts'
import { updateRecord } from '../../db/write.ts'
import { DeletionAsked } from '../../documents/deletion-asked.tsx'
import { createForm } from '../../forms/create-form.ts'
import { FormFrame } from '../../forms/form-frame.tsx'
import { readScannedCode } from '../../scan/scanned-code.ts'
import { createWedge } from '../../scan/wedge.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'
import { changesBetween, draftOf, fieldsOf, type PersonDraft } from './person-draft.ts'
import { PersonFields } from './person-fields.tsx'
import { PersonGone } from './person-gone.tsx'

/** Changes a person's record. */
export function EditPersonPage() {
  const params = useParams()
  const person = createDocument('people', () => params.id)
  return (
    <Show when={person()?.id} keyed fallback={<PersonGone shown={person() === null} />}>
      {(_id) => <Show when={person()}>{(one) => <EditForm person={one()} />}</Show>}
    </Show>
  )
}

function EditForm(props: { person: Person }) {
  const navigate = useNavigate()
  const { id } = props.person
  const page = `/people/${id}`
  const form = createForm<PersonDraft>({
    name: `person.${id}`,
    start: draftOf(props.person),
    current: (there) => draftOf(typed(people, { ...props.person, ...there })),
    check(now, start, seen) {
      return {
        issues: fieldsOf(now).issues,
        async save() {
          const changes = changesBetween(start, now)
          const shown = { ...fieldsOf(start).fields, ...seen }
          if (Object.keys(changes).length > 0) await updateRecord('people', id, changes, shown)
        },
      }
    },
  })
  createWedge((code) => form.set('badgeCode', readScannedCode(code).text))
  const save = async () => {
    const { name } = form.draft
    if (!(await form.submit())) return
    showToast({ text: t('saved', { name }), tone: 'positive' })
    navigate(page, { replace: true })
  }
  return (
    <>
      <PageHeader
        title={t('editTitle', { name: props.person.name })}
        back={{ href: page, label: props.person.name }}
      />
      <FormFrame form={form} onSave={() => void save()} cancelHref={page}>
        <DeletionAsked of={props.person} />
        <PersonFields form={form} />
      </FormFrame>
    </>
  )
}
