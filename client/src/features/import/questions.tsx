import { Key } from '@solid-primitives/keyed'
import { createMemo, type JSX, Show } from 'solid-js'
import { formatDate } from '../../i18n/format.ts'
import type { DateQuestion } from '../../import/columns-in-use.ts'
import { readDate } from '../../import/dates.ts'
import type { Checked } from '../../import/import-reader.ts'
import type { UnknownWord } from '../../import/words.ts'
import { Banner } from '../../ui/banner.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { meanings, targetWord } from './choice-words.ts'
import type { Draft } from './create-draft.ts'
import { NameQuestions } from './name-questions.tsx'
import { t } from './question-messages.ts'

/** Whether every date has an order: without it days would be guessed. */
export function datesAnswered(draft: Draft, checked: Checked): boolean {
  return checked.dateQuestions.every(({ index, evidence }) => settledBy(draft, index, evidence) !== undefined)
}

function settledBy(draft: Draft, index: number, _evidence: DateQuestion['evidence']) {
  return draft.choices.dayOrders[index]
}

/** What the file does not say by itself; nothing where it says all. */
export function Questions(props: { draft: Draft; checked: Checked }) {
  const has = (code: string) => props.checked.report.groups.some((group) => group.issue.code === code)
  const known = createMemo(
    () =>
      has('exists') ||
      has('exists-twice') ||
      props.checked.report.counts.update > 0 ||
      props.draft.choices.whenKnown !== 'skip',
  )
  const broken = createMemo(() => has('scientific') || props.draft.choices.brokenCodes !== 'refuse')
  const any = () =>
    known() ||
    broken() ||
    props.checked.dateQuestions.length > 0 ||
    props.checked.unknownWords.length > 0 ||
    props.checked.unknownNames.length > 0
  return (
    <Show when={any()}>
      <section class="grid gap-4">
        <div>
          <h2 class="narrow text-lead">{t('questions')}</h2>
          <p class="text-muted">{t('questionsHint')}</p>
        </div>
        <Show when={props.checked.dateQuestions.length > 0 && !datesAnswered(props.draft, props.checked)}>
          <Banner tone="warning" title={t('dateOrderOpen')} />
        </Show>
        <div class="edge divide-y divide-line rounded-md border-line bg-raised">
          <Key each={props.checked.dateQuestions} by="index">
            {(question) => (
              <Row>
                <DateOrder draft={props.draft} question={question()} />
              </Row>
            )}
          </Key>
          <Key each={props.checked.unknownWords} by={({ field, word }) => `${field},${word}`}>
            {(word) => (
              <Row>
                <WordMeaning draft={props.draft} unknown={word()} />
              </Row>
            )}
          </Key>
          <NameQuestions draft={props.draft} unknown={props.checked.unknownNames} />
          <Show when={known()}>
            <Row>
              <WhenKnown draft={props.draft} />
            </Row>
          </Show>
          <Show when={broken()}>
            <Row>
              <Segmented
                label={t('brokenCodes')}
                value={props.draft.choices.brokenCodes}
                onChange={props.draft.setBrokenCodes}
                options={[
                  { value: 'refuse', label: t('brokenCodes.refuse') },
                  { value: 'without', label: t('brokenCodes.without') },
                ]}
              />
            </Row>
          </Show>
        </div>
      </section>
    </Show>
  )
}

function Row(props: { children: JSX.Element }) {
  return <div class="px-4 py-3">{props.children}</div>
}

function DateOrder(props: { draft: Draft; question: DateQuestion }) {
  const example = () => props.question.example ?? ''
  const day = (order: 'mdy' | 'dmy') => {
    const read = readDate(example(), order)
    return read ? formatDate(read.date) : ''
  }
  return (
    <Segmented<'mdy' | 'dmy' | ''>
      label={
        props.question.evidence === 'mixed'
          ? t('dateOrderMixed', { column: props.question.label })
          : t('dateOrder', { column: props.question.label, example: example() })
      }
      value={props.draft.choices.dayOrders[props.question.index] ?? ''}
      onChange={(order) => order !== '' && props.draft.setDayOrder(props.question.index, order)}
      options={[
        { value: 'mdy', label: t('monthFirst', { date: day('mdy') }) },
        { value: 'dmy', label: t('dayFirst', { date: day('dmy') }) },
      ]}
    />
  )
}

function WordMeaning(props: { draft: Draft; unknown: UnknownWord }) {
  const kind = () => props.draft.choices.kind
  return (
    <div class="max-w-form">
      <Select
        label={t('wordMeans', {
          word: props.unknown.label.slice(0, 60),
          field: targetWord(props.unknown.field, kind()),
          rows: t('rows', { count: props.unknown.rows }),
        })}
        options={meanings(props.unknown.field, kind())}
        value={props.draft.choices.words[props.unknown.field]?.[props.unknown.word] ?? ''}
        onChange={(value) => props.draft.setWord(props.unknown.field, props.unknown.word, value)}
      />
    </div>
  )
}

function WhenKnown(props: { draft: Draft }) {
  const value = () => props.draft.choices.whenKnown
  return (
    <div>
      <Segmented
        label={t('whenKnown')}
        value={value()}
        onChange={props.draft.setWhenKnown}
        options={(['skip', 'update', 'create'] as const).map((one) => ({
          value: one,
          label: t(`whenKnown.${one}`),
        }))}
      />
      <p class="mt-2 text-note text-muted">{t(`whenKnown.${value()}Hint`)}</p>
    </div>
  )
}
