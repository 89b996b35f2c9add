/// <reference lib="webworker" />
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader'
import { address } from 'zxing-wasm/reader/zxing_reader.wasm?gzip'
import type { DecodedFrame, FrameToDecode } from './decode-messages.ts'
import { nearestToMiddle } from './nearest-code.ts'
import { readGzipped } from './own-file.ts'

declare const self: DedicatedWorkerGlobalScope

type Decode = (image: ImageData) => Promise<string | undefined>

/** QR, and what schools and makers already have on their things and cards. */
const options: ReaderOptions = {
  formats: [
    'QRCode',
    'DataMatrix',
    'Code128',
    'Code39',
    'Code93',
    'Codabar',
    'ITF',
    'EAN13',
    'EAN8',
    'UPCA',
    'UPCE',
  ],
  tryHarder: true,
  maxNumberOfSymbols: 4,
}

async function zxing(): Promise<Decode> {
  // Ours, from the application's own files: its default would fetch from a server of somebody else.
  const wasmBinary = await readGzipped(address)
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return async (image) => {
    const found = (await readBarcodes(image, options)).filter((one) => one.isValid && one.text !== '')
    return nearestToMiddle(found, image.width, image.height)?.text
  }
}

async function jsqr(): Promise<Decode> {
  const { default: read } = await import('jsqr')
  return async (image) => {
    const text = read(image.data, image.width, image.height)?.data
    return text === '' ? undefined : text
  }
}

/** Where WebAssembly is switched off (a hardened phone), or its file cannot be had, QR codes are still read. */
const decoder: Promise<Decode> = typeof WebAssembly === 'object' ? zxing().catch(jsqr) : jsqr()

let canvas: OffscreenCanvas | undefined

function imageOf(frame: FrameToDecode): ImageData {
  if ('pixels' in frame) {
    return new ImageData(new Uint8ClampedArray(frame.pixels), frame.width, frame.height)
  }
  const { width, height } = frame.picture
  if (!canvas || canvas.width !== width || canvas.height !== height)
    canvas = new OffscreenCanvas(width, height)
  const drawing = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (!drawing) throw new Error('This browser draws no picture in a worker.')
  drawing.drawImage(frame.picture, 0, 0)
  frame.picture.close()
  return drawing.getImageData(0, 0, width, height)
}

async function decode(frame: FrameToDecode): Promise<DecodedFrame> {
  try {
    const read = await decoder
    const text = await read(imageOf(frame))
    return text === undefined ? { id: frame.id } : { id: frame.id, text }
  } catch (error) {
    return { id: frame.id, failed: error instanceof Error ? error.message : String(error) }
  }
}

self.addEventListener('message', (event: MessageEvent<FrameToDecode>) => {
  void decode(event.data).then((answer) => self.postMessage(answer))
})
