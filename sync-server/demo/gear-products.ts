/** A maker's product and its price. */
export interface Product {
  readonly maker: string
  readonly model: string
  readonly cents: number
}

export const p = (maker: string, model: string, dollars: number): Product => ({
  maker,
  model,
  cents: dollars * 100,
})

export const shirt = [
  ['S', 2],
  ['M', 5],
  ['L', 6],
  ['XL', 4],
  ['2XL', 1],
] as const
export const shell = [
  ['S', 1],
  ['M', 5],
  ['L', 6],
  ['XL', 2],
] as const
export const waist = [
  ['28', 1],
  ['30', 3],
  ['32', 5],
  ['34', 5],
  ['36', 3],
  ['38', 2],
] as const

export const riddell = [
  p('Riddell', 'SpeedFlex', 429),
  p('Riddell', 'Axiom', 599),
  p('Schutt', 'F7 VTD', 389),
  p('Vicis', 'Zero2', 550),
]
export const shoulder = [
  p('Riddell', 'Power SPK+', 265),
  p('Schutt', 'XV7', 239),
  p('Douglas', 'SP Series', 310),
  p('Xenith', 'Velocity 2', 279),
]
