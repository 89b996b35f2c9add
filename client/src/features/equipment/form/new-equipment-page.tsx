import { useNavigate } from '@solidjs/router'
import { adjust } from '../../../custody/actions.ts'
import { createRecord } from '../../../db/write.ts'
import { createForm } from '../../../forms/create-form.ts'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { readScannedCode } from '../../../scan/scanned-code.ts'
import { createWedge } from '../../../scan/wedge.ts'
import { Button } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { another, blankDraft, type EquipmentDraft, fieldsOf } from './equipment-draft.ts'
import { EquipmentFields } from './equipment-fields.tsx'
import { t } from './messages.ts'

/** Adds a thing to the catalogue, or one after the other of a kind. */
export function NewEquipmentPage() {
  const navigate = useNavigate()
  let added: { id: string; name: string } | undefined
  const form = createForm<EquipmentDraft>({
    name: 'equipment.new',
    start: blankDraft,
    check(draft) {
      const { fields, quantity, issues } = fieldsOf(draft)
      return {
        issues,
        async save() {
          const thing = await createRecord('equipment', fields)
          added = { id: thing.id, name: thing.tagCode ?? thing.name }
          // How many there are is counted by the ledger alone.
          if (quantity !== undefined && quantity > 0)
            await adjust({ lines: [{ equipmentId: thing.id, quantity }] })
        },
      }
    },
  })
  createWedge((code) => form.set('tagCode', readScannedCode(code).text))

  const save = async (andAnother: boolean) => {
    const next = another({ ...form.draft })
    if (!(await form.submit()) || !added) return
    showToast({ text: t('added', { name: added.name }), tone: 'positive' })
    if (!andAnother) {
      navigate(`/equipment/${added.id}`, { replace: true })
      return
    }
    form.replace(next)
    window.scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('main input.code')?.focus()
  }
  return (
    <>
      <PageHeader title={t('newTitle')} back={{ href: '/equipment', label: t('back') }} />
      <FormFrame
        form={form}
        onSave={() => void save(false)}
        saveLabel={t('add')}
        cancelHref="/equipment"
        more={
          <Button busy={form.busy()} onClick={() => void save(true)}>
            {t('addAnother')}
          </Button>
        }
      >
        <div class="py-4">
          <Segmented
            label={t('kind')}
            value={form.draft.kind}
            onChange={(kind) => form.set('kind', kind)}
            options={[
              { value: 'serialized', label: t('kind.serialized'), icon: 'tag' },
              { value: 'bulk', label: t('kind.bulk'), icon: 'sort' },
            ]}
          />
          <p class="mt-2 text-note text-muted">{t('kindHint')}</p>
        </div>
        <EquipmentFields form={form} />
      </FormFrame>
    </>
  )
}
