import { createEffect, onCleanup, onMount } from 'solid-js'
import { Mark } from './brand.tsx'

/** The head of a page outside of the shell: whose page it is, and its heading, which the window is named after. */
export function OutsideHead(props: {
  title: string
  /** The brand is shown beside it where there is room. */
  branded?: boolean
}) {
  const before = document.title
  createEffect(() => {
    document.title = `${props.title} · ETrax`
  })
  onCleanup(() => {
    document.title = before
  })
  let heading: HTMLHeadingElement | undefined
  onMount(() => {
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true })
  })
  return (
    <>
      <div class={props.branded ? 'flex items-center gap-3 lg:hidden' : 'flex items-center gap-3'}>
        <Mark class="size-10" />
        <p class="narrow text-title">ETrax</p>
      </div>
      <h1 ref={heading} tabindex="-1" class="narrow text-head outline-none">
        {props.title}
      </h1>
    </>
  )
}
