export type AvatarProps = { name: string; size?: 'sm' | 'md' | 'lg' }

/** The first letters of the first and the last word of a name, by grapheme, so that accents and scripts stay whole. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1)
  const segmenter = new Intl.Segmenter()
  return ends
    .map(
      (word) =>
        segmenter
          .segment(word ?? '')
          [Symbol.iterator]()
          .next().value?.segment ?? '',
    )
    .join('')
    .toLocaleUpperCase()
}

const sizes = { sm: 'size-8 text-note', md: 'size-10 text-body', lg: 'size-14 text-title' }

/** Initials on a plain field; decoration beside the full name. */
export function Avatar(props: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      class={`narrow inline-grid shrink-0 place-items-center rounded-md bg-accent-soft leading-none text-accent-text ${sizes[props.size ?? 'md']}`}
    >
      {initials(props.name)}
    </span>
  )
}
