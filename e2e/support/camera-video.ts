import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import qrcode from 'qrcode'

const WIDTH = 640
const HEIGHT = 480
const HEADER = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`
const FRAME = 'FRAME\n'
/** A wall behind the thing: no pure white, as a camera sees it. */
const WALL = 150
const PAPER = 235
const INK = 20

/** What a fake camera shows: one frame, over and over. Writing it anew in place changes the picture in mid-stream. */
export interface CameraVideo {
  readonly path: string
  /** Flags of a Chromium whose camera this is. */
  readonly args: readonly string[]
  /** Holds a QR code of the text in front of the camera. */
  show(text: string): void
  /** Takes it away. */
  clear(): void
}

function draw(text: string | undefined): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT, WALL)
  if (text !== undefined) {
    const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
    const quiet = 4
    const size = modules.size + 2 * quiet
    const scale = Math.max(1, Math.floor(300 / size))
    const left = Math.floor((WIDTH - size * scale) / 2)
    const top = Math.floor((HEIGHT - size * scale) / 2)
    for (let y = 0; y < size * scale; y += 1) {
      for (let x = 0; x < size * scale; x += 1) {
        const column = Math.floor(x / scale) - quiet
        const row = Math.floor(y / scale) - quiet
        const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size
        const dark = inside && modules.get(row, column) === 1
        luma[(top + y) * WIDTH + left + x] = dark ? INK : PAPER
      }
    }
  }
  const chroma = Buffer.alloc((WIDTH / 2) * (HEIGHT / 2) * 2, 128)
  return Buffer.concat([Buffer.from(HEADER + FRAME, 'latin1'), luma, chroma])
}

export function cameraVideo(path: string): CameraVideo {
  writeFileSync(path, draw(undefined))
  const overwrite = (text: string | undefined) => {
    const file = openSync(path, 'r+')
    writeSync(file, draw(text), 0, undefined, 0)
    closeSync(file)
  }
  return {
    path,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    show: overwrite,
    clear: () => overwrite(undefined),
  }
}
