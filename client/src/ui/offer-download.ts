/** Hands a file to the person, as the browser saves downloads. */
export function offerDownload({ fileName, blob }: { readonly fileName: string; readonly blob: Blob }): void {
  const link = document.createElement('a')
  const url = URL.createObjectURL(blob)
  link.href = url
  link.download = fileName
  link.click()
  // The download has begun by then; the file stays in memory no longer than needed.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
