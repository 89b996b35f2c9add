/** Why a file cannot be read as a table at all. Stable: screens translate them. */
export type FileProblem =
  | 'empty'
  | 'too-big'
  | 'workbook'
  | 'old-workbook'
  | 'pdf'
  | 'image'
  | 'zip'
  | 'binary'
  | 'no-rows'

export class FileRefusedError extends Error {
  override name = 'FileRefusedError'
  readonly problem: FileProblem

  constructor(problem: FileProblem) {
    super(`The file cannot be imported: ${problem}.`)
    this.problem = problem
  }
}

export const MAX_FILE_BYTES = 50 * 1024 * 1024
export const MAX_ROWS = 100_000

const signatures: readonly (readonly [FileProblem, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['old-workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['binary', [0x1f, 0x8b]],
]

/** @throws FileRefusedError for what is no text: a workbook under the name of a CSV is the usual case. */
export function refuseOtherFiles(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FileRefusedError('empty')
  if (bytes.length > MAX_FILE_BYTES) throw new FileRefusedError('too-big')
  const found = signatures.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))
  if (!found) return
  const [problem] = found
  throw new FileRefusedError(problem === 'zip' && holdsWorkbook(bytes) ? 'workbook' : problem)
}

/** An xlsx or ods names its parts in the first kilobytes of the archive. */
function holdsWorkbook(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4_096))
  return /\[Content_Types\]|xl\/|_rels|opendocument\.spreadsheet/.test(start)
}
