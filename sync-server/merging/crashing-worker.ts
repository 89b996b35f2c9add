import { parentPort } from 'node:worker_threads'

/** A worker for tests that answers a check of `good`, takes a moment over `slow`, ends over `crash`, never answers `hang`, and takes all memory over `fill`. */
parentPort?.on('message', (list: readonly { readonly document: string }[]) => {
  for (const { document } of list) {
    if (document === 'crash') throw new Error('crashed')
    if (document === 'fill') {
      const all: number[][] = []
      for (;;) all.push(Array.from({ length: 1_000_000 }, (_, index) => index))
    }
    if (document === 'slow') {
      const begun = performance.now()
      while (performance.now() - begun < 10);
    }
    if (document === 'hang') for (;;);
    parentPort?.postMessage({})
  }
})
parentPort?.postMessage('ready')
