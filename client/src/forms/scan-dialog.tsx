import { createCamera } from '../scan/camera.ts'
import { CameraView } from '../scan/camera-view.tsx'
import { readScannedCode } from '../scan/scanned-code.ts'
import { TypedCode } from '../scan/typed-code.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Reads one code by the camera, or takes it typed. */
export function ScanDialog(props: { title: string; onCode: (code: string) => void; onClose: () => void }) {
  const take = (content: string) => {
    const { text } = readScannedCode(content)
    if (text !== '') props.onCode(text)
  }
  const camera = createCamera(take)
  return (
    <Dialog open title={props.title} onClose={props.onClose}>
      <div class="grid gap-4">
        <CameraView camera={camera} />
        <TypedCode onCode={take} />
      </div>
    </Dialog>
  )
}
