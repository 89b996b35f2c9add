import { createEffect, createSignal, on, Show } from 'solid-js'
import { failureText } from '../../account/failure-text.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { t as core } from '../../i18n/core.ts'
import { beginLoan, type Loan, readSchoolsNear, takeStep } from '../../loans/loan-data.ts'
import { whyNot } from '../../loans/loan-list.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { linesOf } from './chosen-things.ts'
import { t } from './messages.ts'
import { ThingChoice } from './thing-choice.tsx'

/** What is to be done: things are lent, something is asked for, or a loan that was asked for gets its things. */
export type LoanWanted =
  | { readonly kind: 'lend' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'offer'; readonly loan: Loan }

/** To whom, until when, and what. What was typed stays until it was sent. */
export function LoanDialog(props: {
  wanted: LoanWanted | undefined
  ids: readonly string[]
  onClose: () => void
  onDone: () => void
}) {
  const catalogue = useCatalogue()
  const [schools, setSchools] = createSignal<readonly { readonly id: string; readonly name: string }[]>([])
  const [schoolId, setSchoolId] = createSignal<string>()
  const [until, setUntil] = createSignal('')
  const [request, setRequest] = createSignal('')
  const [ids, setIds] = createSignal<readonly string[]>([])
  const [counts, setCounts] = createSignal<Readonly<Record<string, string>>>({})
  const [asked, setAsked] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const kind = () => props.wanted?.kind
  const lines = () =>
    linesOf(
      ids().flatMap((id) => catalogue.get(id) ?? []),
      counts(),
    )

  createEffect(
    on(
      () => props.wanted,
      (wanted) => {
        if (!wanted) return
        setAsked(false)
        setFailure(undefined)
        setIds(props.ids)
        readSchoolsNear()
          .then(setSchools)
          .catch((error: unknown) => setFailure(failureText(error)))
      },
    ),
  )

  const problems = () => ({
    school: kind() !== 'offer' && schoolId() === undefined ? t('schoolNeeded') : undefined,
    until: kind() !== 'offer' && until() === '' ? t('dayNeeded') : undefined,
    things: kind() !== 'ask' && lines().length === 0 ? t('thingsNeeded') : undefined,
    request: kind() === 'ask' && request().trim() === '' ? t('requestNeeded') : undefined,
  })

  async function send() {
    const { wanted } = props
    setAsked(true)
    setFailure(undefined)
    if (!wanted || Object.values(problems()).some((problem) => problem !== undefined)) return
    setBusy(true)
    try {
      const to = { schoolId: schoolId() ?? '', until: until() }
      if (wanted.kind === 'offer') await takeStep('school', wanted.loan, 'offer', lines())
      else if (wanted.kind === 'lend') await beginLoan({ ...to, lines: lines() })
      else await beginLoan({ ...to, request: request().trim() })
      showToast({ text: t(wanted.kind === 'ask' ? 'asked' : 'offered'), tone: 'positive' })
      setCounts({})
      setRequest('')
      props.onDone()
    } catch (error) {
      setFailure(whyNot(error))
    }
    setBusy(false)
  }

  return (
    <Dialog
      open={props.wanted !== undefined}
      onClose={props.onClose}
      firm
      shape="sheet"
      title={t(kind() === 'ask' ? 'ask' : 'lend')}
      description={kind() === 'ask' ? t('requestHint') : t('lendHint')}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Button kind="primary" busy={busy()} onClick={() => void send()}>
            {t(kind() === 'ask' ? 'sendAsk' : 'send')}
          </Button>
        </>
      }
    >
      <div class="grid gap-5">
        <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
        <Show when={kind() !== 'offer'}>
          <Select
            label={t('school')}
            placeholder={t('choose')}
            options={schools().map(({ id, name }) => ({ value: id, label: name }))}
            value={schoolId()}
            onChange={setSchoolId}
            error={asked() ? problems().school : undefined}
          />
          <TextField
            label={t('until')}
            type="date"
            value={until()}
            onInput={setUntil}
            error={asked() ? problems().until : undefined}
          />
        </Show>
        <Show when={kind() === 'ask'}>
          <TextField
            label={t('request')}
            lines={3}
            maxlength={500}
            value={request()}
            onInput={setRequest}
            error={asked() ? problems().request : undefined}
          />
        </Show>
        <Show when={kind() === 'lend' || kind() === 'offer'}>
          <Show when={asked() && problems().things}>
            {(why) => <Banner tone="warning" title={why()} urgent />}
          </Show>
          <ThingChoice
            ids={ids()}
            onIds={setIds}
            counts={counts()}
            onCount={(id, count) => setCounts({ ...counts(), [id]: count })}
          />
        </Show>
      </div>
    </Dialog>
  )
}
