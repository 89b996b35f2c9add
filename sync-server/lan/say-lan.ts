import { toString as toQr } from 'qrcode'

export interface LanPlace {
  /** https address on the network. */
  readonly url: string
  /** http address of the page that gives the authority's certificate. */
  readonly trustUrl: string
}

/** Tells how a phone gets here: trust first, then the app. */
export async function sayLan(place: LanPlace, say: (sentence: string) => void): Promise<void> {
  say('')
  say('On a phone in the same network, first scan this and trust the certificate:')
  say(await toQr(place.trustUrl, { type: 'terminal', small: true }))
  say(`  ${place.trustUrl}`)
  say(
    '  iPhone, iPad: allow the profile, install it in Settings > General > VPN & Device Management, then switch it on in',
  )
  say('  Settings > General > About > Certificate Trust Settings.')
  say(
    '  Android: open the file, or Settings > Security > Encryption & credentials > Install a certificate > CA certificate.',
  )
  say('Then scan this to open ETrax, and add it to the home screen:')
  say(await toQr(place.url, { type: 'terminal', small: true }))
  say(`  ${place.url}`)
  say('')
}
