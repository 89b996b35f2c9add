import { createMemo, createSignal, Match, Show, Switch, untrack } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { useSession } from '../../app/services.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { BlankPanel } from './blank-panel.tsx'
import { createLabelSettings } from './label-settings.ts'
import { isReadable, type LabelContent, LabelSheets } from './label-sheets.tsx'
import { createLabelThings, MOST } from './label-things.ts'
import { LayoutPanel } from './layout-panel.tsx'
import { t } from './messages.ts'
import { newTagCodes } from './new-codes.ts'
import { labelsOnSheet, layoutProblem } from './sheet-layout.ts'
import { ThingPanel } from './thing-panel.tsx'
import { usePageSize } from './use-page-size.ts'

/** Labels for what is in the catalogue, or with new codes for what will be. The sheets below are what is printed. */
export function LabelsPage() {
  const labels = createLabelSettings()
  const source = createLabelThings()
  const session = useSession()
  const [what, setWhat] = createSignal<'pieces' | 'blank'>('pieces')
  const blanks = createBlanks(() => labelsOnSheet(labels.layout()))
  usePageSize(labels.layout)

  const contents = createMemo<readonly LabelContent[]>(() =>
    what() === 'blank'
      ? blanks.codes().map((code) => ({ code }))
      : source.things().slice(0, MOST).flatMap(contentOf),
  )
  const tooFine = createMemo(() => contents().filter(({ code }) => !isReadable(code, labels.layout())).length)
  const fits = () => layoutProblem(labels.layout()) === undefined
  const sheets = () => Math.ceil((contents().length + labels.settings.used) / labelsOnSheet(labels.layout()))

  return (
    <>
      <div class="contents" data-print="no">
        <PageHeader
          title={t('title')}
          actions={
            <Button
              kind="primary"
              icon="print"
              disabled={contents().length === 0 || !fits()}
              onClick={() => window.print()}
            >
              {t('print', { count: contents().length })}
            </Button>
          }
        />
      </div>
      <div class="grid max-w-page gap-8 px-4 py-5 lg:grid-cols-[20rem_minmax(0,1fr)] lg:px-6 print:block print:max-w-none print:p-0">
        <div class="grid content-start gap-6" data-print="no">
          <div class="grid gap-4">
            <Segmented
              label={t('what')}
              value={what()}
              onChange={setWhat}
              options={[
                { value: 'pieces', label: t('what.pieces') },
                { value: 'blank', label: t('what.blank') },
              ]}
            />
            <Switch>
              <Match when={what() === 'pieces'}>
                <ThingPanel source={source} />
              </Match>
              <Match when={what() === 'blank'}>
                <BlankPanel count={blanks.codes().length} onCount={blanks.setCount} onRenew={blanks.renew} />
              </Match>
            </Switch>
          </div>
          <LayoutPanel labels={labels} />
        </div>
        <div class="min-w-0">
          <div class="mb-4 grid gap-3" data-print="no">
            <Show
              when={contents().length > 0}
              fallback={<EmptyState icon="print" title={t('nothing')} hint={t('nothingHint')} />}
            >
              <p class="text-muted">
                {t('onSheets', { count: sheets() })}
                {'. '}
                {t('dialogHint', { width: labels.layout().paperWidth, height: labels.layout().paperHeight })}
              </p>
            </Show>
            <Show when={tooFine() > 0}>
              <Banner tone="warning" title={t('tooFine', { count: tooFine() })}>
                {t('tooFineHint')}
              </Banner>
            </Show>
          </div>
          <Show when={fits() && contents().length > 0}>
            <LabelSheets
              labels={contents()}
              layout={labels.layout()}
              used={Math.min(labels.settings.used, labelsOnSheet(labels.layout()) - 1)}
              shiftX={labels.settings.shiftX}
              shiftY={labels.settings.shiftY}
              school={labels.settings.showSchool ? session()?.schoolName : undefined}
              test={labels.settings.test}
            />
          </Show>
        </div>
      </div>
    </>
  )
}

function contentOf({ tagCode, name, size, jerseyNumber }: Equipment): LabelContent[] {
  if (tagCode === undefined) return []
  const note = [
    jerseyNumber === undefined ? undefined : t('number', { number: jerseyNumber }),
    size === undefined ? undefined : t('size', { size }),
  ].filter((part) => part !== undefined)
  return [{ code: tagCode, name, ...(note.length > 0 ? { note: note.join(' · ') } : {}) }]
}

/** Codes that stay the same while the page is open, so that what is printed is what was shown. */
function createBlanks(perSheet: () => number) {
  const catalogue = useCatalogue()
  const make = (count: number) => {
    const taken = new Set(untrack(() => catalogue.search('')).map(({ tagCode }) => tagCode))
    return newTagCodes(Math.min(count, MOST), (code) => taken.has(code))
  }
  const [codes, setCodes] = createSignal<readonly string[]>()
  const current = createMemo(() => codes() ?? make(perSheet()))
  return {
    codes: current,
    setCount: (count: number) =>
      setCodes([
        ...current().slice(0, count),
        ...make(Math.max(0, Math.min(count, MOST) - current().length)),
      ]),
    renew: () => setCodes(make(current().length)),
  }
}
