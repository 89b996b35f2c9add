import { type Accessor, createSignal } from 'solid-js'
import { announce } from '../ui/live-region.tsx'
import { type FormIssue, issueText } from './issue-text.ts'
import { createKeptDraft } from './kept-draft.ts'
import { t } from './messages.ts'
import { saveErrorText } from './save-error.ts'

/** What a form holds is what was typed: texts, choices, lists of both. */
export interface FormOptions<D extends object> {
  /** Names the form and the record, for the draft that outlives a reload. */
  readonly name: string
  readonly start: D
  /** What cannot be stored, or how to store it. `start` is what the form showed before anything was typed. */
  check(now: D, start: D): { readonly issues: readonly FormIssue[]; save(): Promise<void> }
}

export interface Form<D extends object> {
  readonly draft: D
  readonly issues: Accessor<readonly FormIssue[]>
  /** Why saving failed, as a sentence; what was typed still stands. */
  readonly failure: Accessor<string | undefined>
  readonly busy: Accessor<boolean>
  /** Whether the form shows what was typed before a reload. */
  readonly restored: Accessor<boolean>
  set<F extends keyof D>(field: F, value: D[F]): void
  error(field: string): string | undefined
  /** Another content altogether, as if it had been typed. */
  replace(draft: D): void
  /** Whether it was saved. */
  submit(): Promise<boolean>
  /** Back to what the record says; nothing typed is kept. */
  discard(): void
}

/** The one way in which forms keep, check and save what people type. */
export function createForm<D extends object>(options: FormOptions<D>): Form<D> {
  const kept = createKeptDraft<{ start: D; now: D }>(options.name, {
    start: structuredClone(options.start),
    now: structuredClone(options.start),
  })
  const [issues, setIssues] = createSignal<readonly FormIssue[]>([])
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const [restored, setRestored] = createSignal(kept.restored)

  return {
    get draft() {
      return kept.draft.now
    },
    issues,
    failure,
    busy,
    restored,
    set(field, value) {
      kept.setDraft((before) => ({ ...before, now: { ...before.now, [field]: value } }))
      // A field that is being corrected is no longer wrong; the others wait for the next try.
      setIssues((all) => all.filter((issue) => issue.field !== field))
      kept.keep()
    },
    error: (field) => issueText(issues(), field),
    replace(draft) {
      kept.setDraft((before) => ({ ...before, now: structuredClone(draft) }))
      setIssues([])
      kept.keep()
    },
    async submit() {
      const { issues: found, save } = options.check(kept.draft.now, kept.draft.start)
      setIssues(found)
      setFailure(undefined)
      if (found.length > 0) {
        announce(t('wrong', { count: found.length }), 'urgent')
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus(),
        )
        return false
      }
      setBusy(true)
      try {
        await save()
        kept.forget()
        return true
      } catch (error) {
        setFailure(saveErrorText(error))
        return false
      } finally {
        setBusy(false)
      }
    },
    discard() {
      kept.forget()
      kept.setDraft({ start: structuredClone(options.start), now: structuredClone(options.start) })
      setIssues([])
      setFailure(undefined)
      setRestored(false)
    },
  }
}
