import { createSignal, type JSX } from 'solid-js'
import { ApiError } from '../sync/api-error.ts'
import { StepUpDialog } from './step-up-dialog.tsx'

export interface StepUp {
  /**
   * Does something that the server may ask a recent sign-in for, and asks the person then. False where the person would
   * rather not. @throws what `work` throws otherwise
   */
  run(work: () => Promise<void>): Promise<boolean>
  Dialog: () => JSX.Element
}

/** The question who is there, for a part of a page that changes how somebody signs in. */
export function createStepUp(): StepUp {
  const [asked, setAsked] = createSignal<(proved: boolean) => void>()
  const answer = (proved: boolean) => {
    const resolve = asked()
    setAsked(undefined)
    resolve?.(proved)
  }
  return {
    async run(work) {
      try {
        await work()
        return true
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'step-up-required') throw error
      }
      const proved = await new Promise<boolean>((resolve) => setAsked(() => resolve))
      if (!proved) return false
      await work()
      return true
    },
    Dialog: () => <StepUpDialog open={asked() !== undefined} onDone={answer} />,
  }
}
