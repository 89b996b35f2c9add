import { useNavigate, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { typed } from '../../../../../shared/collections/definition.ts'
import { type Equipment, equipment } from '../../../../../shared/collections/equipment.ts'
import { createDocument } from '../../../db/query.ts'
import { updateRecord } from '../../../db/write.ts'
import { createForm } from '../../../forms/create-form.ts'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { readScannedCode } from '../../../scan/scanned-code.ts'
import { createWedge } from '../../../scan/wedge.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t as detail } from '../detail/messages.ts'
import { changesBetween, draftOf, type EquipmentDraft, fieldsOf } from './equipment-draft.ts'
import { EquipmentFields } from './equipment-fields.tsx'
import { t } from './messages.ts'

/** Changes the record of a thing; its status, notes and condition are changed on its page. */
export function EditEquipmentPage() {
  const params = useParams()
  const thing = createDocument('equipment', () => params.id)
  return (
    <Show
      when={thing()?.id}
      keyed
      fallback={
        <Show when={thing() === null}>
          <PageHeader title={detail('gone')} back={{ href: '/equipment', label: t('back') }} />
          <EmptyState icon="lost" title={detail('gone')} hint={detail('goneHint')}>
            <ButtonLink href="/equipment">{detail('goneBack')}</ButtonLink>
          </EmptyState>
        </Show>
      }
    >
      {(_id) => <Show when={thing()}>{(equipment) => <EditForm equipment={equipment()} />}</Show>}
    </Show>
  )
}

function EditForm(props: { equipment: Equipment }) {
  const navigate = useNavigate()
  const { id } = props.equipment
  const page = `/equipment/${id}`
  const form = createForm<EquipmentDraft>({
    name: `equipment.${id}`,
    start: draftOf(props.equipment),
    current: (there) => draftOf(typed(equipment, { ...props.equipment, ...there })),
    named: { purchasePriceCents: 'price' },
    check(now, start, seen) {
      return {
        issues: fieldsOf(now).issues,
        async save() {
          const changes = changesBetween(start, now)
          const shown = { ...fieldsOf(start).fields, ...seen }
          if (Object.keys(changes).length > 0) await updateRecord('equipment', id, changes, shown)
        },
      }
    },
  })
  createWedge((code) => form.set('tagCode', readScannedCode(code).text))

  const save = async () => {
    const name = form.draft.tagCode || form.draft.name
    if (!(await form.submit())) return
    showToast({ text: t('saved', { name }), tone: 'positive' })
    navigate(page, { replace: true })
  }
  return (
    <>
      <PageHeader
        title={t('editTitle', { name: props.equipment.name })}
        back={{ href: page, label: props.equipment.tagCode ?? props.equipment.name }}
      />
      <FormFrame form={form} onSave={() => void save()} cancelHref={page}>
        <EquipmentFields form={form} id={id} />
      </FormFrame>
    </>
  )
}
