export type Facing = 'environment' | 'user'

export interface OpenCamera {
  readonly stream: MediaStream
  readonly facing: Facing | undefined
  readonly hasTorch: boolean
  /** Whether the device has another camera. */
  readonly others: boolean
  light(on: boolean): Promise<void>
  stop(): void
}

function hasTorch(track: MediaStreamTrack): boolean {
  const able: object = track.getCapabilities?.() ?? {}
  return 'torch' in able && able.torch === true
}

/** The torch is no part of the DOM's own types; browsers that do not know it ignore it. */
const torchConstraint = (on: boolean): MediaTrackConstraints => {
  const light: MediaTrackConstraintSet & { torch: boolean } = { torch: on }
  return { advanced: [light] }
}

/**
 * Asks for a camera. The side is a wish, never a condition: a tablet on a stand may have one camera only.
 * @param onEnded the camera was taken away: unplugged, or wanted by another app
 * @throws DOMException as getUserMedia does
 */
export async function openCamera(facing: Facing, onEnded: () => void): Promise<OpenCamera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      facingMode: { ideal: facing },
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  })
  const [track] = stream.getVideoTracks()
  if (!track) throw new DOMException('The camera gives no picture.', 'NotFoundError')
  track.addEventListener('ended', onEnded)
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(
    ({ kind }) => kind === 'videoinput',
  )
  const shown = track.getSettings().facingMode
  return {
    stream,
    facing: shown === 'user' || shown === 'environment' ? shown : undefined,
    hasTorch: hasTorch(track),
    others: cameras.length > 1,
    light: (on) => track.applyConstraints(torchConstraint(on)),
    stop() {
      track.removeEventListener('ended', onEnded)
      for (const one of stream.getTracks()) one.stop()
    },
  }
}
