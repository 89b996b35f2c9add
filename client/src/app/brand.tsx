/** The mark: a tag with its hole, and on it the E as three stripes of a sleeve. */
export function Mark(props: { class?: string }) {
  return (
    <svg viewBox="0 0 32 32" class={props.class} aria-hidden="true">
      <path d="M9 1h20a2 2 0 0 1 2 2v26a2 2 0 0 1-2 2H9l-8-8V9z" class="fill-accent stroke-accent-text" />
      <circle cx="7.5" cy="16" r="2.5" class="fill-surface" />
      <path d="M14 8.5h12M14 16h9M14 23.5h12" class="stroke-on-accent" stroke-width="4" />
    </svg>
  )
}
