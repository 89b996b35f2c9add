/** A message, or its forms by count: `{ one: '{count} item', other: '{count} items' }`. */
export type Plural = { readonly one: string; readonly other: string; readonly many?: string }
export type Message = string | Plural
export type Messages = { readonly [key: string]: Message }

/** The same keys, each a text where English has a text and forms where English has forms. */
export type Translated<E extends Messages> = {
  readonly [K in keyof E]: E[K] extends string ? string : Plural
}

export type Catalogue<E extends Messages = Messages> = { readonly en: E; readonly es: Translated<E> }

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Text<M> = M extends string ? M : M extends Plural ? M['one'] | M['other'] : never
type IsPlural<M> = M extends string ? false : true

/** What a message needs: its `{names}`, and `count` where it has forms. */
export type Values<M> = [Names<Text<M>> | (IsPlural<M> extends true ? 'count' : never)] extends [never]
  ? []
  : [
      values: {
        readonly [N in Names<Text<M>> | (IsPlural<M> extends true ? 'count' : never)]: N extends 'count'
          ? number
          : string | number
      },
    ]

/** The names between braces in a message, each once, in order of appearance. Forms are taken together. */
export function placeholders(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message)
  const names = texts.flatMap((text) =>
    [...String(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
  )
  return [...new Set(names)]
}
