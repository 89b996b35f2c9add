import { expect, test } from 'vitest'
import { guessColumns, guessKind } from './guess-columns.ts'
import { plainHeader } from './header-words.ts'
import { makeTable } from './table.ts'
import type { Target } from './targets.ts'

const words = { column: (name: string) => `Column ${name}` }
const table = (headers: string) => {
  const cells = headers.split(',')
  return makeTable(
    [
      { line: 1, cells },
      { line: 2, cells: cells.map(() => 'x') },
    ],
    0,
    words,
  )
}
const guessed = (headers: string): [string, Target[]] => {
  const made = table(headers)
  const kind = guessKind(made)
  return [kind, guessColumns(made, kind)]
}

test('[import] headers are compared without case, accents, joints and number signs', () => {
  expect(['AssetTag', 'asset_tag', 'ASSET TAG', ' Asset-Tag ', 'Ásset  Tag:'].map(plainHeader)).toEqual(
    Array(5).fill('asset tag'),
  )
  expect(['Serial #', 'Serial No.', 'Serial Nº', 'serialNumber'].map(plainHeader)).toEqual(
    Array(4).fill('serial number'),
  )
})

test('[import] an asset tracker with its own columns', () => {
  const [kind, targets] = guessed(
    'Asset Tag,Asset Name,Serial,Model,Model No.,Category,Status,Checked Out To,Location,Manufacturer,Purchase Cost,Purchase Date,Warranty Expires,EOL Date,Notes,Created At',
  )
  expect(kind).toBe('equipment')
  expect(targets).toEqual([
    'tagCode',
    'name',
    'serial',
    'model',
    'custom',
    'categoryId',
    'status',
    'holder',
    'homeLocationId',
    'manufacturer',
    'purchasePriceCents',
    'purchaseDate',
    'warrantyUntil',
    'retireBy',
    'notes',
    'none',
  ])
})

test('[import] an equipment manager’s own spreadsheet', () => {
  expect(
    guessed(
      'ITEM #,Description,Brand,Style,Sz,Jersey #,Sport,Qty,Condition,Location,Recert Due,Helmet Shell',
    ),
  ).toEqual([
    'equipment',
    [
      'tagCode',
      'name',
      'manufacturer',
      'model',
      'size',
      'jerseyNumber',
      'teamId',
      'quantity',
      'condition',
      'homeLocationId',
      'recertifyBy',
      'custom',
    ],
  ])
})

test('[import] an inventory in Spanish', () => {
  expect(
    guessed(
      'Código de barras,Artículo,Nº de serie,Marca,Modelo,Talla,Cantidad,Categoría,Ubicación,Estado,Entregado a,Fecha de compra,Precio,Observaciones',
    ),
  ).toEqual([
    'equipment',
    [
      'tagCode',
      'name',
      'serial',
      'manufacturer',
      'model',
      'size',
      'quantity',
      'categoryId',
      'homeLocationId',
      'status',
      'holder',
      'purchaseDate',
      'purchasePriceCents',
      'notes',
    ],
  ])
})

test('[import] rosters of people: names in parts, no more personal data than is needed', () => {
  expect(
    guessed(
      'Student ID,Last Name,First Name,Grade,Grad Year,Sport,Jersey #,Shirt Size,Helmet Size,Email,Parent Phone',
    ),
  ).toEqual([
    'people',
    [
      'badgeCode',
      'lastName',
      'firstName',
      'none',
      'none',
      'teamIds',
      'jerseyNumber',
      'sizes',
      'sizes',
      'none',
      'none',
    ],
  ])
  expect(guessed('Matrícula,Nombre,Apellidos,Equipo,Dorsal,Talla de camiseta,Correo electrónico')).toEqual([
    'people',
    ['badgeCode', 'firstName', 'lastName', 'teamIds', 'jerseyNumber', 'sizes', 'none'],
  ])
  expect(guessed('Athlete,No.,Team,Position,Height,Weight')).toEqual([
    'people',
    ['name', 'jerseyNumber', 'teamIds', 'none', 'none', 'none'],
  ])
})

test('[import] a column without values goes nowhere unless it is known', () => {
  const made = makeTable(
    [
      { line: 1, cells: ['Tag', 'Shelf Label', 'Serial'] },
      { line: 2, cells: ['1', '', ''] },
    ],
    0,
    words,
  )
  expect(guessColumns(made, 'equipment')).toEqual(['tagCode', 'none', 'serial'])
})

test('[import] the columns that a file of rows to mend adds are left out again', () => {
  expect(guessed('Asset Tag,Name,Line,Problem')[1]).toEqual(['tagCode', 'name', 'none', 'none'])
  expect(guessed('Etiqueta,Nombre,Línea,Problema')[1]).toEqual(['tagCode', 'name', 'none', 'none'])
})
