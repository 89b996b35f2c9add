import { createEffect, createSignal, on, Show } from 'solid-js'
import { createStepUp } from '../../../account/create-step-up.tsx'
import { failureText } from '../../../account/failure-text.ts'
import { t as core } from '../../../i18n/core.ts'
import { ApiError } from '../../../sync/api-error.ts'
import { enterSchool } from '../../../sync/visit.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'
import { readSchoolsToEnter, type SchoolToEnter, VISIT_ROLES, type VisitRole } from './schools-to-enter.ts'

/** Which school, as what and why: before somebody from outside is inside. */
export function EnterDialog(props: { open: boolean; onClose: () => void }) {
  const [schools, setSchools] = createSignal<readonly SchoolToEnter[]>([])
  const [schoolId, setSchoolId] = createSignal<string>()
  const [role, setRole] = createSignal<VisitRole>('EQUIPMENT_MANAGER')
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()

  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return
        setAsked(false)
        setFailure(undefined)
        readSchoolsToEnter()
          .then(setSchools)
          .catch((error: unknown) => setFailure(failureText(error)))
      },
    ),
  )

  async function enter() {
    setAsked(true)
    setFailure(undefined)
    const chosen = schoolId()
    if (chosen === undefined || reason().trim() === '') return
    setBusy(true)
    try {
      const wanted = { schoolId: chosen, role: role(), reason: reason().trim() }
      if (!(await stepUp.run(() => enterSchool(wanted)))) setBusy(false)
    } catch (error) {
      const gone = error instanceof ApiError && error.code === 'not-found'
      setFailure(gone ? t('gone') : failureText(error))
      setBusy(false)
    }
  }

  return (
    <>
      <stepUp.Dialog />
      <Dialog
        open={props.open}
        onClose={props.onClose}
        firm
        shape="sheet"
        title={t('enter')}
        description={t('hint')}
        actions={
          <>
            <Button onClick={props.onClose}>{core('action.cancel')}</Button>
            <Button kind="primary" busy={busy()} onClick={() => void enter()}>
              {t('now')}
            </Button>
          </>
        }
      >
        <div class="grid gap-5">
          <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
          <Select
            label={t('school')}
            placeholder={t('choose')}
            options={schools().map(({ id, name, organization }) => ({
              value: id,
              label: `${name} · ${organization}`,
            }))}
            value={schoolId()}
            onChange={setSchoolId}
            error={asked() && schoolId() === undefined ? t('schoolNeeded') : undefined}
          />
          <Segmented<VisitRole>
            label={t('role')}
            options={VISIT_ROLES.map((value) => ({ value, label: core(`role.${value}`) }))}
            value={role()}
            onChange={setRole}
          />
          <TextField
            label={t('reason')}
            hint={t('reasonHint')}
            lines={3}
            maxlength={500}
            value={reason()}
            onInput={setReason}
            error={asked() && reason().trim() === '' ? t('reasonNeeded') : undefined}
          />
        </div>
      </Dialog>
    </>
  )
}
