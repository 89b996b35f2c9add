import { createSignal, Show } from 'solid-js'
import { formatDateTime, formatMoney, formatNumber } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FigureRow } from '../../ui/figure-row.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Select } from '../../ui/select.tsx'
import { createOrganizationView } from './create-organization-view.ts'
import { EnterDialog } from './enter/enter-dialog.tsx'
import { t as entering } from './enter/messages.ts'
import { LoansPanel } from './loans/loans-panel.tsx'
import { t } from './messages.ts'
import {
  type OrganizationView,
  type School,
  sumOf,
  type Totals,
  type Year,
  yearsOf,
} from './organization-data.ts'

/** All schools below an organization, side by side: what they have, what is out, and what it cost. No person is named. */
export function OrganizationPage() {
  const reading = createOrganizationView()
  const [choosing, setChoosing] = createSignal(false)
  return (
    <>
      <PageHeader
        title={reading.view()?.name || t('title')}
        actions={
          <>
            <Button
              icon="sending"
              busy={reading.busy()}
              disabled={syncStatus().offline}
              onClick={() => reading.read()}
            >
              {t('refresh')}
            </Button>
            <Button icon="arrow-right" disabled={syncStatus().offline} onClick={() => setChoosing(true)}>
              {entering('enter')}
            </Button>
          </>
        }
      />
      <EnterDialog open={choosing()} onClose={() => setChoosing(false)} />
      <div class="grid gap-6 px-4 py-4 lg:px-6">
        <Show when={syncStatus().offline}>
          <Banner tone="info" icon="offline" title={t('offline')}>
            {t('offlineHint')}
          </Banner>
        </Show>
        <Show when={!syncStatus().offline && reading.failure()}>
          {(failure) => (
            <Banner
              tone="danger"
              title={t('failed')}
              urgent
              actions={<Button onClick={() => reading.read()}>{t('again')}</Button>}
            >
              {failure().message}
            </Banner>
          )}
        </Show>
        <Show when={reading.view()} fallback={<Show when={reading.busy()}>{t('loading')}</Show>}>
          {(view) => <Schools view={view()} />}
        </Show>
      </div>
    </>
  )
}

function Schools(props: { view: OrganizationView }) {
  const sum = () => sumOf(props.view.schools)
  return (
    <Show
      when={props.view.schools.length > 0}
      fallback={<EmptyState icon="team" title={t('noSchools')} hint={t('noSchoolsHint')} />}
    >
      <FigureRow
        figures={[
          { label: t('schools', { count: props.view.schools.length }), value: props.view.schools.length },
          { label: t('pieces'), value: sum().pieces },
          { label: t('out'), value: sum().out },
          {
            label: t('overdue'),
            value: sum().overdue,
            ...(sum().overdue > 0 ? { tone: 'danger' as const } : {}),
          },
          { label: t('value'), value: formatMoney(sum().valueCents) },
        ]}
      />
      <LoansPanel />
      <Panel title={t('bySchool')} flush>
        <DataTable
          caption={t('bySchool')}
          columns={schoolColumns()}
          rows={props.view.schools}
          keyOf={(school) => school.id}
        />
      </Panel>
      <Budget view={props.view} />
      <p class="text-note text-muted">{t('asOf', { time: formatDateTime(props.view.asOf) })}</p>
    </Show>
  )
}

function Budget(props: { view: OrganizationView }) {
  const [schoolId, setSchoolId] = createSignal('')
  const years = () => yearsOf(props.view.years, schoolId() || undefined)
  return (
    <Panel
      title={t('budget')}
      action={
        <Select
          hideLabel
          label={t('school')}
          value={schoolId()}
          options={[
            { value: '', label: t('allSchools') },
            ...props.view.schools.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setSchoolId}
        />
      }
      flush
    >
      <Show when={years().length > 0} fallback={<p class="px-4 py-3 text-muted">{t('noYears')}</p>}>
        <DataTable
          caption={t('budget')}
          columns={yearColumns()}
          rows={years()}
          keyOf={({ year }) => String(year)}
        />
      </Show>
    </Panel>
  )
}

function figure(label: string, name: keyof Totals, wide = false): Column<School> {
  return { label, numeric: true, wide, cell: ({ totals }) => formatNumber(totals[name]) }
}

const schoolColumns = (): readonly Column<School>[] => [
  {
    label: t('school'),
    cell: (school) => (
      <span class="grid md:min-w-40">
        {school.name}
        <span class="text-note font-normal text-muted">{school.organization}</span>
      </span>
    ),
  },
  figure(t('pieces'), 'pieces'),
  figure(t('out'), 'out'),
  figure(t('overdue'), 'overdue'),
  figure(t('inMaintenance'), 'inMaintenance', true),
  figure(t('lost'), 'lost', true),
  figure(t('retired'), 'retired', true),
  figure(t('unsafe'), 'unsafe', true),
  figure(t('recertification'), 'recertificationDue', true),
  { label: t('paid'), numeric: true, wide: true, cell: ({ totals }) => formatMoney(totals.valueCents) },
]

const yearColumns = (): readonly Column<Year>[] => [
  { label: t('year'), cell: ({ year }) => String(year) },
  { label: t('bought'), numeric: true, wide: true, cell: ({ pieces }) => formatNumber(pieces) },
  { label: t('spent'), numeric: true, cell: ({ spentCents }) => formatMoney(spentCents) },
  { label: t('lostValue'), numeric: true, cell: ({ lostCents }) => formatMoney(lostCents) },
]
