import { createEffect, type JSX, Match, Show, Switch } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { Camera } from './camera.ts'
import { t } from './messages.ts'
import './camera-view.css'

export type CameraViewProps = {
  camera: Camera
  /** Over the lower edge of the picture: the result of the last scan. */
  children?: JSX.Element
}

function Picture(props: { camera: Camera }) {
  let video: HTMLVideoElement | undefined
  createEffect(() => {
    const stream = props.camera.stream()
    if (!video || !stream) return
    video.srcObject = stream
    props.camera.show(video)
    // Refused where the page is just being left; the next start plays again.
    video.play().catch(() => undefined)
  })
  return (
    <video
      ref={video}
      class="camera-picture"
      classList={{ 'camera-mirrored': props.camera.mirrored() }}
      aria-label={t('camera')}
      playsinline
      autoplay
      muted
    />
  )
}

/** The camera's picture with its frame and switches; a way to start it, or why there is none. */
export function CameraView(props: CameraViewProps) {
  const state = () => props.camera.state()
  return (
    <section class="camera" data-state={state()} aria-label={t('camera')}>
      <Switch>
        <Match when={state() === 'on'}>
          <Picture camera={props.camera} />
          <div class="camera-frame" aria-hidden="true" />
          <div class="camera-switches">
            <Show when={props.camera.torch() !== undefined}>
              <IconButton
                icon="torch"
                framed
                label={props.camera.torch() ? t('torchOff') : t('torchOn')}
                pressed={props.camera.torch() === true}
                onClick={() => props.camera.switchTorch()}
              />
            </Show>
            <Show when={props.camera.turns()}>
              <IconButton icon="transfer" framed label={t('turn')} onClick={() => props.camera.turn()} />
            </Show>
            <IconButton icon="close" framed label={t('stop')} onClick={() => props.camera.stop()} />
          </div>
        </Match>
        <Match when={state() === 'starting'}>
          <p class="camera-words" role="status">
            {t('starting')}
          </p>
        </Match>
        <Match when={state() === 'off'}>
          <div class="camera-words">
            <Button icon="camera" onClick={() => props.camera.start()}>
              {t('start')}
            </Button>
            <p>{t('offHint')}</p>
          </div>
        </Match>
        <Match when={props.camera.problem()}>
          {(problem) => (
            <div class="camera-words camera-trouble" role="alert">
              <div>
                <p class="camera-problem">
                  <Icon name="danger" />
                  {t(`problem.${problem()}`)}
                </p>
                <p class="text-note">{t(`problem.${problem()}.hint`)}</p>
              </div>
              <Show when={problem() !== 'unreadable'}>
                <Button icon="camera" onClick={() => props.camera.start()}>
                  {t('retry')}
                </Button>
              </Show>
            </div>
          )}
        </Match>
      </Switch>
      {props.children}
    </section>
  )
}
