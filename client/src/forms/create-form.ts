import { type Accessor, createSignal } from 'solid-js'
import type { Json } from '../../../shared/json.ts'
import { ChangedMeanwhileError } from '../db/changed-meanwhile.ts'
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
  /** What the form would show of the record with these values in it, undefined for none; a form for a new record has none. */
  readonly current?: (there: Readonly<Record<string, Json | undefined>>) => D
  /** The form's name of a field, where it is another. */
  readonly named?: Readonly<Record<string, keyof D & string>>
  /** What cannot be stored, or how to store it. `start` is what the form showed before anything was typed,
   * `seen` what somebody else has put into fields since and the person was shown.
   */
  check(
    now: D,
    start: D,
    seen: Readonly<Record<string, Json>>,
  ): { readonly issues: readonly FormIssue[]; save(): Promise<void> }
}

export interface Form<D extends object> {
  readonly draft: D
  readonly issues: Accessor<readonly FormIssue[]>
  /** Why saving failed, as a sentence; what was typed still stands. */
  readonly failure: Accessor<string | undefined>
  /** Why saving waits for a word of the person: somebody else changed what they changed. */
  readonly clash: Accessor<ChangedMeanwhileError | undefined>
  readonly busy: Accessor<boolean>
  /** Whether the form shows what was typed before a reload. */
  readonly restored: Accessor<boolean>
  set<F extends keyof D>(field: F, value: D[F]): void
  error(field: string): string | undefined
  /** Another content altogether, as if it had been typed. */
  replace(draft: D): void
  /** What was entered counts, also where it takes the place of what is there by now; it is to be submitted again. */
  keepMine(): void
  /** What somebody else entered counts; all else that was typed stays. */
  takeTheirs(): void
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
  const [clash, setClash] = createSignal<ChangedMeanwhileError>()
  let seen: Readonly<Record<string, Json>> = {}
  const [busy, setBusy] = createSignal(false)
  const [restored, setRestored] = createSignal(kept.restored)

  return {
    get draft() {
      return kept.draft.now
    },
    issues,
    failure,
    clash,
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
    keepMine() {
      const fields = clash()?.fields ?? []
      seen = { ...seen, ...Object.fromEntries(fields.map(({ field, there }) => [field, there])) }
      setClash(undefined)
    },
    takeTheirs() {
      const fields = clash()?.fields ?? []
      // As it was shown: what has come to the record since then is nothing that the person chose.
      const theirs = options.current?.(
        Object.fromEntries(fields.map(({ field, there }) => [field, there ?? undefined])),
      )
      for (const { field } of theirs ? fields : []) {
        const name = options.named?.[field] ?? field
        if (!theirs || !isFieldOf(theirs, name)) continue
        kept.setDraft(({ start, now }) => ({
          start: { ...start, [name]: theirs[name] },
          now: { ...now, [name]: theirs[name] },
        }))
        // What was seen of it before says nothing any more: the form shows it now.
        const { [field]: _former, ...others } = seen
        seen = others
      }
      setClash(undefined)
      kept.keep()
    },
    async submit() {
      const { issues: found, save } = options.check(kept.draft.now, kept.draft.start, seen)
      setIssues(found)
      setFailure(undefined)
      setClash(undefined)
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
        if (error instanceof ChangedMeanwhileError && options.current) setClash(error)
        else setFailure(saveErrorText(error))
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
      setClash(undefined)
      seen = {}
      setRestored(false)
    },
  }
}

function isFieldOf<D extends object>(draft: D, name: string): name is keyof D & string {
  return Object.hasOwn(draft, name)
}
