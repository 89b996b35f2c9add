import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Json } from '../../../../shared/json.ts'
import { autofillWorksHere, stopOffering, usePasskey } from '../../account/factors/passkey.ts'
import { askBeforeSignIn } from '../../sync/second-step.ts'

/** Nobody asks for each letter of a school that is being typed. */
const TYPED_MS = 500
/** Before what is to be signed is void, which it is after ten minutes. */
const RENEWED_MS = 9 * 60_000

export interface Picked {
  readonly tenant: string
  /** The answer that says what was to be signed. */
  readonly asked: unknown
  readonly response: Json
}

/**
 * Offers the passkeys of a school in the field for the e-mail address, beside what else the browser fills it in with, for as long as the
 * form is there. Where that cannot be, nothing is said: the button and the password are there. `again` begins anew after another
 * question took its place.
 */
export function createPasskeyAutofill(school: Accessor<string>, onPicked: (picked: Picked) => void) {
  const [turn, setTurn] = createSignal(0)
  createEffect(
    on([() => school().trim().toLowerCase(), turn], ([tenant]) => {
      if (tenant === '') return
      let isOver = false
      let isOffered = false
      async function offer() {
        const asked = await askBeforeSignIn(tenant, '/auth/passkey/options', { tenant })
        if (isOver) return
        isOffered = true
        try {
          const response = await usePasskey(asked, { autofill: true })
          if (!isOver) onPicked({ tenant, asked, response })
        } finally {
          isOffered = false
        }
      }
      const begin = setTimeout(async () => {
        if (await autofillWorksHere()) await offer().catch(() => undefined)
      }, TYPED_MS)
      // What took its place goes on undisturbed.
      const renew = setInterval(() => void (isOffered && offer().catch(() => undefined)), RENEWED_MS)
      onCleanup(() => {
        isOver = true
        clearTimeout(begin)
        clearInterval(renew)
        if (isOffered) stopOffering()
      })
    }),
  )
  return { again: () => setTurn((before) => before + 1) }
}
