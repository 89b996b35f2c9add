/** A file in gzipped form, as client/gzipped-file.ts builds it. */
declare module '*?gzip' {
  export const address: string
}
