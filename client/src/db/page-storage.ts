/** What the browser keeps for itself, whoever works on it: looks, language, sounds, cameras and label sheets. */
const OF_THE_DEVICE = [
  'etrax.theme',
  'etrax.density',
  'etrax.locale',
  'etrax.sounds',
  'etrax.camera',
  'etrax.cameraFacing',
  'etrax.labels',
] as const

interface Person {
  readonly tenant: string
  readonly userId: string
}

/** Takes all that a person left in the page's storages; what belongs to the device, or to others who work on it, stays. */
export function forgetInPage(person: Person): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => goesWith(key, person))
    for (const key of keys) localStorage.removeItem(key)
    sessionStorage.clear()
  } catch {
    // Storage that is forbidden holds nothing either.
  }
}

/** Names of what is one person's own end in `.TENANT.USER.…` or in `.USER`. */
export function goesWith(key: string, { tenant, userId }: Person): boolean {
  if (!key.startsWith('etrax.') || OF_THE_DEVICE.some((kept) => kept === key)) return false
  if (key.startsWith('etrax.draft.')) return key.startsWith(`etrax.draft.${tenant}.${userId}.`)
  const owner = /^etrax\.station\.([0-9a-f-]{36})$/.exec(key)?.[1]
  return owner === undefined || owner === userId
}
