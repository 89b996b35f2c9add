import { createSignal, For, Show } from 'solid-js'
import { formatNumber } from '../../i18n/format.ts'
import { ENCODINGS, type Encoding } from '../../import/decode.ts'
import { DELIMITERS } from '../../import/delimiter.ts'
import { MAX_ROWS } from '../../import/file-kind.ts'
import type { Overview } from '../../import/import-reader.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import type { Draft } from './create-draft.ts'
import { t } from './reading-messages.ts'

const HEADER_CHOICES = 12

/** Names that are the same in every language. */
const ENCODING_NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
  macintosh: 'Mac Roman',
}

/** How the file was understood, in one line, with the way to change it and what is doubtful about it. */
export function ReadingLine(props: { draft: Draft; overview: Overview }) {
  const [open, setOpen] = createSignal(false)
  const how = () =>
    [
      t('read.summary', { rows: formatNumber(props.overview.rows), columns: props.overview.columns.length }),
      t('read.how', {
        encoding: ENCODING_NAMES[props.overview.encoding],
        delimiter: t(`delimiter.${props.overview.delimiter}`),
      }),
      props.overview.headerLine === undefined
        ? t('read.noHeader')
        : t('read.header', { line: props.overview.headerLine }),
    ].join(' · ')
  return (
    <div class="grid gap-3">
      <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div class="min-w-0">
          <p class="truncate font-semibold">{props.draft.file.name}</p>
          <p class="text-note text-muted">{how()}</p>
        </div>
        <Button icon="settings" onClick={() => setOpen(true)}>
          {t('read.change')}
        </Button>
      </div>
      <Show when={props.overview.unreadable > 0}>
        <Banner tone="warning" title={t('unreadable', { count: props.overview.unreadable })}>
          {t('unreadableHint')}
        </Banner>
      </Show>
      <Show when={props.overview.openQuoteLine}>
        {(line) => (
          <Banner
            tone="danger"
            title={t('openQuote', { line: String(line()) })}
            actions={
              <Button onClick={() => props.draft.readAgain({ quotes: false })}>{t('readQuotesPlain')}</Button>
            }
          >
            {t('openQuoteHint')}
          </Banner>
        )}
      </Show>
      <Show when={props.overview.cut}>
        <Banner tone="warning" title={t('cut', { limit: MAX_ROWS })}>
          {t('cutHint')}
        </Banner>
      </Show>
      <ReadingDialog {...props} open={open()} onClose={() => setOpen(false)} />
    </div>
  )
}

function ReadingDialog(props: { draft: Draft; overview: Overview; open: boolean; onClose: () => void }) {
  const headers = () => [
    ...props.overview.head.slice(0, HEADER_CHOICES).map(({ line, cells }, index) => ({
      value: String(index),
      label: t('headerRow.line', {
        line: String(line),
        cells: cells
          .filter((cell) => cell !== '')
          .join(', ')
          .slice(0, 60),
      }),
    })),
    { value: 'none', label: t('headerRow.none') },
  ]
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      shape="sheet"
      title={t('read.title')}
      description={t('read.explain')}
    >
      <div class="grid gap-4">
        <Select
          label={t('encoding')}
          options={ENCODINGS.map((value) => ({ value, label: ENCODING_NAMES[value] }))}
          value={props.overview.encoding}
          onChange={(encoding) => props.draft.readAgain({ encoding })}
        />
        <Select
          label={t('delimiter')}
          options={DELIMITERS.map((value) => ({ value, label: t(`delimiter.${value}`) }))}
          value={props.overview.delimiter}
          onChange={(delimiter) => props.draft.readAgain({ delimiter, header: undefined })}
        />
        <Select
          label={t('headerRow')}
          options={headers()}
          value={String(props.overview.header)}
          onChange={(value) => props.draft.readAgain({ header: value === 'none' ? 'none' : Number(value) })}
        />
        <Checkbox
          label={t('quotes')}
          hint={t('quotesHint')}
          checked={props.overview.quotes}
          onChange={(quotes) => props.draft.readAgain({ quotes })}
        />
        <div class="min-w-0">
          <p class="mb-1.5 text-note font-semibold">{t('firstLines')}</p>
          <div class="edge overflow-x-auto rounded-md border-line bg-sunken">
            <table class="text-note">
              <tbody>
                <For each={props.overview.head.slice(0, 8)}>
                  {({ line, cells }) => (
                    <tr class="border-b border-line last:border-0">
                      <th scope="row" class="code px-2 py-1 text-right text-muted">
                        {line}
                      </th>
                      <For each={cells}>
                        {(cell) => (
                          <td class="max-w-48 truncate border-l border-line px-2 py-1 whitespace-nowrap">
                            {cell}
                          </td>
                        )}
                      </For>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </div>
      </div>
    </Dialog>
  )
}
