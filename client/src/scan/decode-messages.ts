/** A frame on its way to the decoding worker: a picture, or its pixels where the browser has no canvas in workers. */
export type FrameToDecode =
  | { readonly id: number; readonly picture: ImageBitmap }
  | { readonly id: number; readonly pixels: ArrayBuffer; readonly width: number; readonly height: number }

/** What the worker found. `failed`: it could not look at all, which is not the same as finding nothing. */
export interface DecodedFrame {
  readonly id: number
  readonly text?: string
  readonly failed?: string
}
