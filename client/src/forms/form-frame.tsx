import { createEffect, type JSX, on, type ParentProps, Show } from 'solid-js'
import { onPhone } from '../app/screen-width.ts'
import { t as core } from '../i18n/core.ts'
import { ActionBar } from '../ui/action-bar.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import type { Form } from './create-form.ts'
import { MeanwhileNotice } from './meanwhile-notice.tsx'
import { t } from './messages.ts'

export type FormFrameProps = ParentProps<{
  form: Pick<
    Form<object>,
    'issues' | 'failure' | 'clash' | 'keepMine' | 'takeTheirs' | 'busy' | 'restored' | 'discard'
  >
  onSave: () => void
  /** What saving is called: "Add" for a new record. */
  saveLabel?: string
  cancelHref: string
  /** Buttons beside saving. */
  more?: JSX.Element
}>

/** A form's page: what went wrong above, its sections, and saving at the bottom of the window. */
export function FormFrame(props: FormFrameProps) {
  let notices: HTMLDivElement | undefined
  // Whoever saves at the bottom of a long form, on a phone above all, sees nothing of its top.
  createEffect(
    on([() => props.form.clash(), () => props.form.failure()], ([clash, failure]) => {
      if (clash || failure) requestAnimationFrame(() => notices?.scrollIntoView({ block: 'center' }))
    }),
  )
  return (
    <form
      novalidate
      class="flex flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave()
      }}
    >
      <div ref={notices} class="grid max-w-page gap-2 px-4 pt-4 lg:px-6">
        <Show when={props.form.restored()}>
          <Banner
            tone="info"
            title={t('restored')}
            actions={<Button onClick={props.form.discard}>{t('discardDraft')}</Button>}
          />
        </Show>
        <Show when={props.form.clash()}>
          {(clash) => (
            <MeanwhileNotice
              clash={clash()}
              onMine={() => {
                props.form.keepMine()
                props.onSave()
              }}
              onTheirs={props.form.takeTheirs}
            />
          )}
        </Show>
        <Show when={props.form.failure()}>
          {(reason) => (
            <Banner tone="danger" title={t('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
      </div>
      <div class="max-w-page flex-1 px-4 lg:px-6">{props.children}</div>
      <ActionBar
        summary={
          props.form.issues().length > 0 ? (
            <span class="text-danger-text">{t('wrong', { count: props.form.issues().length })}</span>
          ) : undefined
        }
      >
        {/* On a phone the link back above the title is the way out, and the room is for saving. */}
        <Show when={!onPhone()}>
          <ButtonLink href={props.cancelHref}>{core('action.cancel')}</ButtonLink>
        </Show>
        {props.more}
        <Button kind="primary" type="submit" icon="check" busy={props.form.busy()}>
          {props.saveLabel ?? t('save')}
        </Button>
      </ActionBar>
    </form>
  )
}

/** A part of a form: its name beside it on a desktop, its fields two in a row. */
export function FormSection(props: ParentProps<{ title: string; hint?: string }>) {
  return (
    <fieldset class="grid gap-4 border-t border-line py-6 first:border-t-0 lg:grid-cols-[13rem_minmax(0,44rem)] lg:gap-8">
      <div>
        <legend class="narrow float-left text-lead">{props.title}</legend>
        <Show when={props.hint}>
          <p class="clear-both pt-1 text-note text-muted">{props.hint}</p>
        </Show>
      </div>
      <div class="grid content-start gap-x-4 gap-y-4 sm:grid-cols-2">{props.children}</div>
    </fieldset>
  )
}
