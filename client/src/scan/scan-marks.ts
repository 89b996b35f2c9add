/** Marks for measuring a scan: from the decoded code to the line that is shown and saved. */
export type ScanMark = 'etrax:scan-decoded' | 'etrax:scan-saved'

/** A station runs all day: the marks of the last scans are enough. */
const KEPT = 500
let made = 0

export function markScan(name: ScanMark, code: string): void {
  if (made >= KEPT) {
    performance.clearMarks('etrax:scan-decoded')
    performance.clearMarks('etrax:scan-saved')
    made = 0
  }
  performance.mark(name, { detail: { code } })
  made += 1
}
