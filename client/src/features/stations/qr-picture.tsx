import { Show } from 'solid-js'
import { qrPath } from '../../ui/qr-path.ts'

/** A code to scan, dark on white in every theme. */
export function QrPicture(props: { text: string; label: string }) {
  return (
    <Show when={qrPath(props.text)}>
      {(qr) => (
        <svg
          role="img"
          aria-label={props.label}
          viewBox={`0 0 ${qr().size} ${qr().size}`}
          class="size-56"
          shape-rendering="crispEdges"
        >
          <rect width="100%" height="100%" fill="white" />
          <path d={qr().path} fill="black" />
        </svg>
      )}
    </Show>
  )
}
