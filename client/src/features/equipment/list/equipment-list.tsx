import { useNavigate } from '@solidjs/router'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { mayCreate } from '../../../../../shared/access.ts'
import { equipment as definition } from '../../../../../shared/collections/equipment.ts'
import { onDesktop, onPhone } from '../../../app/screen-width.ts'
import { who } from '../../../app/who.ts'
import { mayDo } from '../../../custody/rights.ts'
import { createLookup } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { readScannedCode, shortCode } from '../../../scan/scanned-code.ts'
import { createWedge } from '../../../scan/wedge.ts'
import { createHolders } from '../../../things/holders.ts'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { createSelection } from '../../../ui/selection.ts'
import { showToast } from '../../../ui/toast.tsx'
import { VirtualList } from '../../../ui/virtual-list.tsx'
import { t } from '../messages.ts'
import { EquipmentRow } from './equipment-row.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ListHead } from './list-head.tsx'
import { createResults } from './list-results.ts'
import { useListFilters } from './use-list-filters.ts'

const ListEmpty = lazy(async () => ({ default: (await import('./list-empty.tsx')).ListEmpty }))
const FilterSheet = lazy(async () => ({ default: (await import('./filter-sheet.tsx')).FilterSheet }))
const SelectionBar = lazy(async () => ({ default: (await import('./selection-bar.tsx')).SelectionBar }))

const focusFirstRow = () => document.querySelector<HTMLElement>('[data-index="0"] a')?.focus()

/** The whole catalogue: searched as one types, narrowed by links. */
export function EquipmentList() {
  const catalogue = useCatalogue()
  const navigate = useNavigate()
  const { filters, text, setText } = useListFilters()
  const { counts, found, without } = createResults(filters, text)
  const holder = createHolders()
  const place = createLookup('locations')
  const selection = createSelection()
  const [sheet, setSheet] = createSignal(false)

  const role = () => who()?.role
  const mayAdd = () => {
    const is = role()
    return is !== undefined && mayCreate(definition, is)
  }
  const maySelect = () => {
    const is = role()
    return is !== undefined && (mayAdd() || mayDo(is, 'check_in'))
  }

  const toggleSelecting = () => (selection.on() ? selection.end() : selection.start())
  const menu = (): readonly MenuItem[] => [
    ...(maySelect() && onPhone()
      ? [
          {
            label: t(selection.on() ? 'selectDone' : 'select'),
            icon: 'check' as const,
            onSelect: toggleSelecting,
          },
        ]
      : []),
    ...(mayAdd()
      ? [
          { label: t('categories'), icon: 'filter' as const, onSelect: () => navigate('/categories') },
          { label: t('locations'), icon: 'location' as const, onSelect: () => navigate('/locations') },
        ]
      : []),
  ]
  const thingWith = async (codes: readonly string[]) => {
    for (const code of codes) {
      const thing = await catalogue.byTag(code)
      if (thing) return thing
    }
    return undefined
  }
  const sayUnknown = (code: string) => {
    showToast({ text: t('none.code', { code: shortCode(code) }), tone: 'warning' })
    announce(t('none.code', { code: shortCode(code) }), 'urgent')
  }
  createWedge(async (content) => {
    const { text: code, candidates } = readScannedCode(content)
    const thing = await thingWith(candidates)
    if (thing) navigate(`/equipment/${thing.id}`)
    else sayUnknown(code)
  })

  /** Enter, typed or sent by a hand scanner: a tag opens its thing, else the only hit, else the list has the keyboard. */
  const open = async (value: string) => {
    const { text: code, candidates } = readScannedCode(value)
    if (code === '') return
    const thing = await thingWith(candidates)
    const only = found().length === 1 ? found()[0] : undefined
    const target = thing ?? only
    if (target) navigate(`/equipment/${target.id}`)
    else if (found().length > 0) focusFirstRow()
    else sayUnknown(code)
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        // Before all is read, a number would be too small.
        aside={<span role="status">{catalogue.loaded() ? t('results', { count: found().length }) : ''}</span>}
        actions={
          <>
            <Show when={maySelect() && !onPhone() && found().length > 0}>
              <Button kind="quiet" aria-pressed={selection.on()} onClick={toggleSelecting}>
                {t(selection.on() ? 'selectDone' : 'select')}
              </Button>
            </Show>
            <Show when={menu().length > 0}>
              <Menu label={t('more')} icon="more" items={menu()} />
            </Show>
            <Show when={mayAdd()}>
              <ButtonLink
                href="/equipment/new"
                kind="primary"
                icon="plus"
                aria-label={onPhone() ? t('add') : undefined}
              >
                {onPhone() ? undefined : t('add')}
              </ButtonLink>
            </Show>
          </>
        }
      >
        <SearchField
          label={t('search')}
          value={text()}
          onInput={setText}
          onEnter={(value) => void open(value)}
          onDown={focusFirstRow}
        />
      </PageHeader>
      <div class="border-b border-line px-4 py-1.5 lg:px-6" data-print="no">
        <FilterBar
          filters={filters()}
          counts={counts()}
          counted={catalogue.loaded()}
          onOpenSheet={() => setSheet(true)}
        />
      </div>
      <Show
        when={found().length > 0}
        fallback={
          <Suspense>
            <ListEmpty filters={filters()} text={text()} mayAdd={mayAdd()} />
          </Suspense>
        }
      >
        <VirtualList
          label={t('title')}
          items={found()}
          keyOf={(equipment) => equipment.id}
          rowHeight={onDesktop() ? 45 : 105}
          head={<ListHead filters={filters()} selecting={selection.on()} />}
        >
          {(equipment) => (
            <div
              class="flex items-stretch hover:bg-hover"
              classList={{ 'bg-accent-soft': selection.has(equipment().id) }}
            >
              <Show when={selection.on()} fallback={<span class="w-4 shrink-0 lg:w-6" />}>
                <div class="flex shrink-0 items-center lg:w-15 lg:justify-center">
                  <Checkbox
                    label={t('select.one', { name: equipment().tagCode ?? equipment().name })}
                    hideLabel
                    checked={selection.has(equipment().id)}
                    onChange={(chosen) => selection.toggle(equipment().id, chosen)}
                  />
                </div>
              </Show>
              <EquipmentRow
                equipment={equipment()}
                holder={holder(equipment().holderId)}
                place={place(equipment().locationId ?? equipment().homeLocationId)?.name}
              />
            </div>
          )}
        </VirtualList>
      </Show>
      <Show when={selection.on()}>
        <Suspense>
          <SelectionBar selection={selection} found={found()} />
        </Suspense>
      </Show>
      <Show when={sheet()}>
        <Suspense>
          <FilterSheet
            open
            onClose={() => setSheet(false)}
            filters={filters()}
            without={without}
            found={found().length}
          />
        </Suspense>
      </Show>
    </>
  )
}
