/**
 * Says to other tabs that this one stores documents by these schemas, until the returned function is called. `documentsName`: as
 * RxDB calls them.
 */
export async function holdDocuments(documentsName: string): Promise<() => void> {
  if (!('locks' in navigator)) return () => undefined
  return new Promise((resolve) => {
    void navigator.locks.request(
      documentsLockName(documentsName),
      { mode: 'shared' },
      () => new Promise<void>((letGo) => resolve(() => letGo())),
    )
  })
}

/** Every tab and worker that has opened these documents holds this lock. */
export function documentsLockName(documentsName: string): string {
  return `etrax-documents-${documentsName}`
}
