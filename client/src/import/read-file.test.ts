import { expect, test } from 'vitest'
import { FileRefusedError } from './file-kind.ts'
import { readFile } from './read-file.ts'
import { bytesOf } from './test-files.ts'

const words = { column: (name: string) => `Column ${name}` }
const refusal = (bytes: Uint8Array) => {
  try {
    readFile(bytes, {}, words)
    return undefined
  } catch (error) {
    return error instanceof FileRefusedError ? error.problem : error
  }
}

test('[import] a workbook, a picture, nothing and zeros are refused with what they are', () => {
  const zip = [0x50, 0x4b, 0x03, 0x04]
  expect(refusal(Uint8Array.from([...zip, ...bytesOf('....[Content_Types].xml', 'utf-8')]))).toBe('workbook')
  expect(refusal(Uint8Array.from([...zip, ...bytesOf('photos/a.jpg', 'utf-8')]))).toBe('zip')
  expect(refusal(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).toBe('old-workbook')
  expect(refusal(bytesOf('%PDF-1.7', 'utf-8'))).toBe('pdf')
  expect(refusal(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBe('image')
  expect(refusal(new Uint8Array(0))).toBe('empty')
  expect(refusal(bytesOf(' \r\n,,\r\n', 'utf-8'))).toBe('empty')
  expect(refusal(bytesOf('Tag,Name\r\n', 'utf-8'))).toBe('no-rows')
})

test('[import] a German-style Excel export: sep line, semicolons, UTF-16', () => {
  const reading = readFile(bytesOf('sep=;\r\nTag;Name\r\n1;"Helm; blau"\r\n', 'utf-16le', true), {}, words)
  expect(reading).toMatchObject({ encoding: 'utf-16le', encodingBy: 'mark', delimiter: ';', header: 0 })
  expect(reading.table.rows).toEqual([{ line: 3, cells: ['1', 'Helm; blau'] }])
})

test('[import] a lone CR file of Windows-1252 with a title, blank lines and a blank header', () => {
  const text = 'Inventario de otoño\r\r,Artículo,Año\r1,Casco,2024\r\r2,Guantes,2025\r'
  const reading = readFile(bytesOf(text, 'windows-1252'), {}, words)
  expect(reading).toMatchObject({ encoding: 'windows-1252', header: 1 })
  expect(reading.table.columns.map((column) => column.label)).toEqual(['Column A', 'Artículo', 'Año'])
  expect(reading.table.rows.map((row) => row.line)).toEqual([4, 6])
})

test('[import] a quote that swallows the file is named by its line', () => {
  const reading = readFile(bytesOf('Tag,Name\n1,"Helmet\n2,Pads\n3,Caps\n', 'utf-8'), {}, words)
  expect(reading.openQuoteLine).toBe(2)
  const literal = readFile(
    bytesOf('Tag,Name\n1,"Helmet\n2,Pads\n3,Caps\n', 'utf-8'),
    { quotes: false },
    words,
  )
  expect(literal.openQuoteLine).toBeUndefined()
  expect(literal.table.rows).toHaveLength(3)
})

test('[import] ten thousand rows are read whole, and beyond the limit it is said', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `T${index},Helmet ${index}`).join('\n')
  const reading = readFile(bytesOf(`Tag,Name\n${rows}\n`, 'utf-8'), {}, words)
  expect(reading.table.rows).toHaveLength(10_000)
  expect(reading.table.rows.at(-1)).toEqual({ line: 10_001, cells: ['T9999', 'Helmet 9999'] })
  expect(reading.cut).toBe(false)
})
