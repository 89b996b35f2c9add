import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'
import { keepCameraOn, keepFacing, keptCameraOn, keptFacing } from './camera-choice.ts'
import { type CameraProblem, cameraProblem } from './camera-problem.ts'
import { createDecoder, type Decoder } from './decoder.ts'
import { createHeldInView } from './held-in-view.ts'
import { type OpenCamera, openCamera } from './open-camera.ts'
import { markScan } from './scan-marks.ts'

export type CameraState = 'off' | 'starting' | 'on' | 'failed'

/** A camera that reads codes continuously. Everything but the picture runs outside of the page's own thread. */
export interface Camera {
  readonly state: Accessor<CameraState>
  readonly problem: Accessor<CameraProblem | undefined>
  readonly stream: Accessor<MediaStream | undefined>
  /** Undefined where there is no light to switch. */
  readonly torch: Accessor<boolean | undefined>
  /** Whether there is another camera to turn to. */
  readonly turns: Accessor<boolean>
  /** Whether the picture is shown as in a mirror: a camera that faces the person. */
  readonly mirrored: Accessor<boolean>
  start(): void
  stop(): void
  turn(): void
  switchTorch(): void
  /** Gives the element that shows the picture. */
  show(video: HTMLVideoElement): void
}

/** A frame is looked at this often at most; a hand moves no faster. */
const FRAME_MS = 60
/** Reading failed this often in a row: the browser can read no codes. */
const FAILURES = 5

/**
 * Starts by itself where it was on last time. Stops while the page is hidden, and for good with its owner.
 * `onCode` hears each code once while it is held in view.
 */
export function createCamera(onCode: (code: string) => void): Camera {
  const [state, setState] = createSignal<CameraState>('off')
  const [problem, setProblem] = createSignal<CameraProblem>()
  const [opened, setOpened] = createSignal<OpenCamera>()
  const [torch, setTorch] = createSignal<boolean>()
  let wanted = false
  let facing = keptFacing()
  let attempt = 0
  let decoder: Decoder | undefined
  let video: HTMLVideoElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  const view = createHeldInView()

  const close = () => {
    attempt += 1
    clearTimeout(timer)
    opened()?.stop()
    setOpened(undefined)
    setTorch(undefined)
  }

  const fail = (reason: CameraProblem) => {
    close()
    wanted = false
    setProblem(reason)
    setState('failed')
  }

  const look = async (current: number) => {
    const started = performance.now()
    if (video && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      try {
        decoder ??= createDecoder()
        const code = await decoder.read(video)
        failures = 0
        if (current !== attempt) return
        if (code !== undefined && view.arrived(code, performance.now())) {
          markScan('etrax:scan-decoded', code)
          onCode(code)
        }
      } catch (error) {
        if (current !== attempt) return
        failures += 1
        if (failures >= FAILURES) {
          console.error('The camera reads no codes.', error)
          fail('unreadable')
          return
        }
      }
    }
    // Half of the time at most: a phone that reads slowly stays cool, and its battery lasts through the issue.
    const took = performance.now() - started
    timer = setTimeout(() => void look(current), Math.max(took, FRAME_MS - took))
  }

  const open = async () => {
    close()
    const current = attempt
    setProblem(undefined)
    setState('starting')
    try {
      const camera = await openCamera(facing, () => {
        if (current === attempt) fail('busy')
      })
      // Stopped or hidden while the person was being asked.
      if (current !== attempt) {
        camera.stop()
        return
      }
      setOpened(camera)
      setTorch(camera.hasTorch ? false : undefined)
      setState('on')
      keepCameraOn(true)
      void look(current)
    } catch (error) {
      if (current === attempt) fail(navigator.mediaDevices ? cameraProblem(error) : 'insecure')
    }
  }

  const onVisibility = () => {
    if (!wanted) return
    if (document.visibilityState === 'visible') void open()
    else {
      close()
      setState('starting')
    }
  }
  onMount(() => {
    document.addEventListener('visibilitychange', onVisibility)
    if (keptCameraOn()) {
      wanted = true
      if (document.visibilityState === 'visible') void open()
    }
  })
  onCleanup(() => {
    document.removeEventListener('visibilitychange', onVisibility)
    wanted = false
    close()
    decoder?.close()
  })

  return {
    state,
    problem,
    torch,
    stream: () => opened()?.stream,
    turns: () => opened()?.others ?? false,
    mirrored: () => opened()?.facing === 'user',
    start() {
      wanted = true
      void open()
    },
    stop() {
      wanted = false
      close()
      setState('off')
      keepCameraOn(false)
    },
    turn() {
      facing = facing === 'environment' ? 'user' : 'environment'
      keepFacing(facing)
      void open()
    },
    switchTorch() {
      const next = !torch()
      opened()
        ?.light(next)
        .then(() => setTorch(next))
        .catch(() => setTorch(undefined))
    },
    show(element) {
      video = element
    },
  }
}
