/**
 * Keeps a collection's pull and its pushes apart [D12]. RxDB takes a pulled document for older than the local one as long
 * as it has not noted what a push brought; a page that was read on the server after that push would be passed over, and
 * its checkpoint kept. So a page counts only when no push was on its way, or answered and not yet noted, at any moment
 * between its request and its answer.
 */
export interface PushGate {
  /**
   * A push's request goes out. The result must be called with what became of it. `refused`: the server has taken nothing, so it
   * counts for no page; otherwise pushes that are tried again and again in another history would keep every page from counting.
   */
  begin(): (outcome: 'answered' | 'unanswered' | 'refused') => void
  /** RxDB has noted all that was answered so far. */
  settled(): void
  /** Resolves when no push is on its way or unsettled. Rejects on abort. */
  quiet(signal: AbortSignal): Promise<void>
  /** Counts the pushes begun so far that were not refused: a page is good if it is the same before the request and after the answer. */
  begun(): number
}

export function createPushGate(): PushGate {
  let begun = 0
  let underway = 0
  let unsettled = false
  const waiting = new Set<() => void>()

  function check() {
    if (underway > 0 || unsettled) return
    for (const resolve of [...waiting]) resolve()
  }

  return {
    begin() {
      begun += 1
      underway += 1
      let open = true
      return (outcome) => {
        if (!open) return
        open = false
        underway -= 1
        if (outcome === 'answered') unsettled = true
        if (outcome === 'refused') begun -= 1
        check()
      }
    },
    settled() {
      unsettled = false
      check()
    },
    quiet(signal) {
      if (underway === 0 && !unsettled) return Promise.resolve()
      return new Promise((resolve, reject) => {
        const aborted = () => {
          waiting.delete(done)
          reject(signal.reason)
        }
        const done = () => {
          signal.removeEventListener('abort', aborted)
          waiting.delete(done)
          resolve()
        }
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        signal.addEventListener('abort', aborted)
        waiting.add(done)
      })
    },
    begun: () => begun,
  }
}
