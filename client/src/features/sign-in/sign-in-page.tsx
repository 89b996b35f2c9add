import { useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, For, onCleanup, onMount } from 'solid-js'
import { Mark } from '../../app/brand.tsx'
import { KeptWorkList } from '../../kept-work/kept-work-list.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { LostDataNotice } from './lost-data-notice.tsx'
import { t } from './messages.ts'
import { nextPath } from './next-path.ts'
import { PresentPerson } from './present-person.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Signing in; and, where somebody is signed in on this device, the way back to work without a connection. */
export function SignInPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string; school?: string }>()
  const before = document.title
  createEffect(() => {
    document.title = `${t('title')} · ETrax`
  })
  onCleanup(() => {
    document.title = before
  })
  let heading: HTMLHeadingElement | undefined
  onMount(() => {
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true })
  })
  const goOn = () => navigate(nextPath(search.next), { replace: true })
  return (
    <div class="grid min-h-dvh grid-rows-[auto_1fr] bg-surface lg:grid-cols-[minmax(20rem,2fr)_3fr] lg:grid-rows-1">
      <div class="stripes lg:hidden" />
      <aside class="relative hidden content-between border-r border-line bg-raised p-10 lg:grid">
        <div class="stripes absolute inset-x-0 top-0" />
        <Mark class="size-12" />
        <div>
          <p class="narrow text-giant text-accent-text">ETrax</p>
          <p class="mt-3 max-w-form text-lead text-muted">{t('lead')}</p>
        </div>
        <YardLines />
      </aside>
      <main class="grid content-start justify-items-center px-4 py-8 lg:content-center lg:p-10">
        <div class="grid w-full max-w-form gap-6">
          <div class="flex items-center gap-3 lg:hidden">
            <Mark class="size-10" />
            <p class="narrow text-title">ETrax</p>
          </div>
          <h1 ref={heading} tabindex="-1" class="narrow text-head outline-none">
            {t('title')}
          </h1>
          <LostDataNotice />
          <PresentPerson onContinue={goOn} />
          <KeptWorkList mayExport={({ disabled }) => disabled} />
          <SignInForm school={search.school} onSignedIn={goOn} />
          <LanguageChoice />
        </div>
      </main>
    </div>
  )
}

/** A field's numbers, as decoration. */
function YardLines() {
  return (
    <div class="flex justify-between border-t-2 border-accent pt-3 text-accent-text" aria-hidden="true">
      <For each={['10', '20', '30', '40', '50']}>
        {(yards) => <span class="narrow text-title">{yards}</span>}
      </For>
    </div>
  )
}
