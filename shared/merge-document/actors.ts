/**
 * cyrb128 (public domain): 128 bits of a text, in hex. It names, and keeps nothing secret.
 */
export function digest(text: string): string {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = b ^ Math.imul(a ^ unit, 597_399_067)
    b = c ^ Math.imul(b ^ unit, 2_869_860_233)
    c = d ^ Math.imul(c ^ unit, 951_274_213)
    d = a ^ Math.imul(d ^ unit, 2_716_044_179)
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067)
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233)
  c = Math.imul(a ^ (c >>> 17), 951_274_213)
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179)
  const mixed = a ^ b ^ c ^ d
  return [mixed, b ^ mixed, c ^ mixed, d ^ mixed]
    .map((part) => (part >>> 0).toString(16).padStart(8, '0'))
    .join('')
}

/** What the actors of a device's changes begin with: by it the server knows a device's own changes again [C4]. */
export function deviceActors(deviceId: string): string {
  return digest(deviceId).slice(0, 16)
}

/**
 * The actor of the one change that a device's write makes. No two changes share one: an actor that numbers its changes
 * would give two of them one number where a device forgot the first, as after a wipe.
 */
export function changeActor(deviceId: string, stamp: string): string {
  return deviceActors(deviceId) + digest(stamp).slice(0, 16)
}

/** The actor of a change that anybody makes alike of the same contents. */
export function contentsActor(purpose: string, contents: unknown): string {
  return digest(JSON.stringify([purpose, contents]))
}
