import './station.css'
import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import { type DueRule, dayIn } from '../../custody/due-date.ts'
import { keepTeamRule, teamRule } from '../../custody/due-rules.ts'
import { createQuery } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { timeZone } from '../../i18n/locale.ts'
import { createCamera } from '../../scan/camera.ts'
import { CameraView } from '../../scan/camera-view.tsx'
import { prepareSounds } from '../../scan/sounds.ts'
import { createWakeLock } from '../../scan/wake-lock.ts'
import { createWedge } from '../../scan/wedge.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/live-region.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { createDirectory } from './directory.ts'
import { DoneBar } from './done-bar.tsx'
import { DueChoice } from './due-choice.tsx'
import { HeldThings } from './held-things.tsx'
import type { StationHolder } from './holder.ts'
import { HolderPanel } from './holder-panel.tsx'
import { HolderSearch } from './holder-search.tsx'
import { LineList } from './line-list.tsx'
import { t } from './messages.ts'
import { OutcomeStrip } from './outcome-strip.tsx'
import { outcomeSpeech, outcomeWords } from './outcome-words.ts'
import { unsavedLines } from './sitting.ts'
import { createStation } from './station.ts'

/** The counter where gear goes out and comes back: scan a person, scan things, next person. */
export function StationPage() {
  const [params, setParams] = useSearchParams<{ team?: string; person?: string }>()
  const directory = createDirectory()
  const catalogue = useCatalogue()
  const [visitRule, setVisitRule] = createSignal<{ visit: string; rule: DueRule }>()
  const [lastHolder, setLastHolder] = createSignal<StationHolder>()

  /** The team whose rule holds: the one that is filtered by, else the person's first. */
  const teamOf = (holder: StationHolder): string | undefined => {
    if (holder.kind === 'team') return holder.id
    const teams = directory.person(holder.id)?.teamIds ?? []
    return teams.find((id) => id === params.team) ?? teams[0]
  }
  const usualRule = (holder: StationHolder): DueRule =>
    holder.kind === 'location' ? 'none' : teamRule(teamOf(holder))
  const ruleFor = (holder: StationHolder): DueRule => {
    const own = visitRule()
    return own?.visit === station.sitting().visit ? own.rule : usualRule(holder)
  }

  const station = createStation({
    ruleFor,
    onOutcome(outcome) {
      const line = station.sitting().lines.find(({ key }) => key === outcome.key)
      const thing = catalogue.get(line?.equipmentId ?? '')
      announce(outcomeSpeech(outcomeWords(outcome, line, directory, thing)), 'urgent')
    },
    onForgotten() {
      announce(t('holder.forgotten', { name: directory.nameOf(lastHolder()?.id) ?? t('holder.unseen') }))
    },
  })
  const sitting = station.sitting
  const holder = () => sitting().holder
  createEffect(() => {
    const now = holder()
    if (now) setLastHolder(now)
  })

  // A link from somebody's page chooses them, once: a reload must not choose them again.
  onMount(() => {
    const id = params.person
    if (!id) return
    station.choose({ kind: 'person', id })
    setParams({ person: undefined }, { replace: true })
  })

  // Somebody else is in front: their name is at the top, also for whoever was far down a roster or goes by keyboard.
  let title: HTMLHeadingElement | undefined
  createEffect(
    on(
      () => holder()?.id,
      () => {
        window.scrollTo({ top: 0 })
        if (document.activeElement !== document.body) return
        ;(document.getElementById('station-holder') ?? title)?.focus({ preventScroll: true })
      },
      { defer: true },
    ),
  )

  const camera = createCamera(station.scan)
  createWedge(station.scan)
  createWakeLock()
  onMount(() => onCleanup(prepareSounds()))
  const before = document.title
  createEffect(() => {
    document.title = `${t('title')} · ETrax`
  })
  onCleanup(() => {
    document.title = before
  })

  const held = createQuery('equipment', () => {
    const now = holder()
    return now && { selector: { holderId: now.id } }
  })
  const listed = createMemo(
    () =>
      new Set(
        sitting()
          .lines.filter(({ visit }) => visit === sitting().visit)
          .map((line) => line.equipmentId),
      ),
  )
  const heldBefore = createMemo(() => (held() ?? []).filter(({ id }) => !listed().has(id)))
  const savedNow = createMemo(() =>
    sitting()
      .lines.filter((line) => line.visit === sitting().visit && line.state.kind === 'saved')
      .reduce((sum, line) => sum + line.quantity, 0),
  )
  const unsaved = createMemo(() => unsavedLines(sitting()))

  return (
    <div class="station">
      <h1 ref={title} class="sr-only" tabindex="-1">
        {t('title')}
      </h1>
      <div class="station-eye">
        <CameraView camera={camera} />
        <OutcomeStrip
          outcome={station.outcome()}
          sitting={sitting()}
          directory={directory}
          roster={params.team !== undefined}
        />
      </div>
      <div class="station-work">
        <Show when={syncStatus().firstSync}>
          {(first) => (
            <div class="p-4">
              <ProgressBar label={t('loading')} done={first().done} />
              <p class="text-muted">{t('loading.hint')}</p>
            </div>
          )}
        </Show>
        <Show when={unsaved().length > 0}>
          <div class="p-3">
            <Banner
              tone="danger"
              urgent
              title={t('unsaved.title', { count: unsaved().length })}
              actions={
                <Button
                  icon="sending"
                  onClick={() => {
                    for (const { key } of unsaved()) station.act(key, { act: 'retry' })
                  }}
                >
                  {t('unsaved.retryAll')}
                </Button>
              }
            >
              {t('unsaved.hint')}
            </Banner>
          </div>
        </Show>
        <Show
          when={holder()}
          fallback={
            <HolderSearch
              directory={directory}
              last={lastHolder()}
              onChoose={station.choose}
              onCode={station.scan}
            />
          }
        >
          {(now) => (
            <HolderPanel holder={now()} directory={directory} has={held()?.length}>
              <DueChoice
                rule={ruleFor(now())}
                usual={usualRule(now())}
                today={dayIn(sitting().touchedAt, timeZone())}
                team={directory.team(teamOf(now()))?.name}
                onChoose={(rule, keep) => {
                  const team = teamOf(now())
                  setVisitRule({ visit: sitting().visit, rule })
                  if (keep && team !== undefined) keepTeamRule(team, rule)
                }}
              />
            </HolderPanel>
          )}
        </Show>
        <LineList
          sitting={sitting()}
          directory={directory}
          newest={station.outcome()?.key}
          onAct={station.act}
          onClear={station.clear}
        />
        <Show when={holder()}>
          <HeldThings things={heldBefore()} onTakeBack={station.takeBack} />
        </Show>
        <Show when={holder()}>
          <DoneBar saved={savedNow()} onCode={station.scan} onDone={station.done} />
        </Show>
      </div>
    </div>
  )
}
