import type { DecodedFrame, FrameToDecode } from './decode-messages.ts'

/** Reads codes from pictures of a camera, one picture at a time, outside of the page's own thread. */
export interface Decoder {
  /**
   * The text of the code in the middle, or undefined when there is none.
   * @throws Error when the browser can read no codes at all
   */
  read(video: HTMLVideoElement): Promise<string | undefined>
  close(): void
}

type Pending = { resolve: (text: string | undefined) => void; reject: (error: Error) => void }

const canvasInWorker = () => typeof OffscreenCanvas !== 'undefined' && typeof createImageBitmap === 'function'

/** A canvas of the page, for browsers that draw in no worker. */
function pixelReader(): (video: HTMLVideoElement, id: number) => FrameToDecode {
  const canvas = document.createElement('canvas')
  return (video, id) => {
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    const drawing = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
    if (!drawing) throw new Error('This browser draws no picture.')
    drawing.drawImage(video, 0, 0)
    const image = drawing.getImageData(0, 0, canvas.width, canvas.height)
    return { id, pixels: image.data.buffer, width: image.width, height: image.height }
  }
}

export function createDecoder(): Decoder {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' })
  const readPixels = canvasInWorker() ? undefined : pixelReader()
  const pending = new Map<number, Pending>()
  let last = 0

  worker.addEventListener('message', (event: MessageEvent<DecodedFrame>) => {
    const { id, text, failed } = event.data
    const waiting = pending.get(id)
    pending.delete(id)
    if (failed === undefined) waiting?.resolve(text)
    else waiting?.reject(new Error(failed))
  })
  const fail = (error: Error) => {
    for (const waiting of pending.values()) waiting.reject(error)
    pending.clear()
  }
  worker.addEventListener('error', (event) =>
    fail(new Error(event.message || 'The decoder could not start.')),
  )

  return {
    async read(video) {
      last += 1
      const id = last
      const frame: FrameToDecode = readPixels
        ? readPixels(video, id)
        : { id, picture: await createImageBitmap(video) }
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        worker.postMessage(frame, 'pixels' in frame ? [frame.pixels] : [frame.picture])
      })
    },
    close() {
      worker.terminate()
      fail(new Error('The camera was closed.'))
    },
  }
}
