import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { handOverHere } from '../sync/hand-over-here.ts'
import { dismissHandOver, type HandOver, handOvers } from '../sync/hand-overs.ts'
import { removeKeptWork } from '../sync/kept-work.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { showToast } from '../ui/toast.tsx'
import { t } from './messages.ts'
import { SaveKeptButton } from './save-kept-button.tsx'

/** What a disabled account left here is handed over by the manager who signs in: how far that is, and how it ended [P7]. */
export function HandOverNotice() {
  const names = () => handOvers().map(({ work }) => work.databaseName)
  return (
    <div class="grid gap-3 px-4 pt-3 lg:px-6" data-print="no">
      <For each={names()}>
        {(name) => (
          <Show when={handOvers().find(({ work }) => work.databaseName === name)}>
            {(one) => <OneHandOver handOver={one()} />}
          </Show>
        )}
      </For>
    </div>
  )
}

function OneHandOver(props: { handOver: HandOver }) {
  const [saved, setSaved] = createSignal(false)
  const work = () => props.handOver.work
  const who = () => ({ name: work().userName })
  const dismiss = () => dismissHandOver(work().databaseName)

  async function remove() {
    try {
      await removeKeptWork(work().databaseName)
      dismiss()
      showToast({ text: t('removed') })
    } catch (error) {
      console.error('What is kept could not be removed.', error)
      showToast({ text: t('removeFailed'), tone: 'danger' })
    }
  }

  return (
    <Switch>
      <Match when={props.handOver.state === 'running'}>
        <Banner tone="info" icon="sending" title={t('running', who())}>
          <div class="grid gap-1">
            <ProgressBar label={t('runningHint')} done={props.handOver.sent} total={props.handOver.total} />
          </div>
        </Banner>
      </Match>
      <Match when={props.handOver.state === 'done'}>
        <Banner
          tone="positive"
          title={t('done', { count: props.handOver.total, ...who() })}
          actions={
            <>
              <ButtonLink href="/reviews" icon="reviews">
                {t('openReviews')}
              </ButtonLink>
              <Button icon="check" onClick={dismiss}>
                {t('dismiss')}
              </Button>
            </>
          }
        >
          {t('doneHint', who())}
        </Banner>
      </Match>
      <Match when={props.handOver.state === 'stopped'}>
        <Banner
          tone="warning"
          title={t('stopped', who())}
          actions={
            <>
              <Button kind="primary" icon="sending" onClick={() => void handOverHere()}>
                {t('retry')}
              </Button>
              <SaveKeptButton work={work()} />
            </>
          }
        >
          {t('stoppedHint', { count: props.handOver.total - props.handOver.sent })}
        </Banner>
      </Match>
      <Match when={props.handOver.state === 'waits'}>
        <Banner
          tone="info"
          icon="saved"
          title={t('inUse', who())}
          actions={
            <>
              <SaveKeptButton work={work()} />
              <Button icon="check" onClick={dismiss}>
                {t('dismiss')}
              </Button>
            </>
          }
        >
          {t('inUseHint', who())}
        </Banner>
      </Match>
      <Match when={props.handOver.state === 'left'}>
        <Banner
          tone="danger"
          title={t('left', who())}
          actions={
            <>
              <SaveKeptButton work={work()} onSaved={() => setSaved(true)} />
              <Show when={saved()}>
                <Button kind="danger" onClick={() => void remove()}>
                  {t('remove')}
                </Button>
              </Show>
            </>
          }
        >
          {t('leftHint')}
        </Banner>
      </Match>
    </Switch>
  )
}
