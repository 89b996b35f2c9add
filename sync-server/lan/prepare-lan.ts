import type { Config } from '../config.ts'
import type { Certificate } from '../http-server.ts'
import { lanCertificates } from './certificates.ts'
import { lanAddresses, lanUrl, ownNames } from './lan-addresses.ts'
import { sayLan } from './say-lan.ts'
import { startTrustServer, TRUST_PATH } from './trust-server.ts'

export interface PreparedLan {
  readonly certificate: Certificate
  /** Serves what a phone has to trust, and says how to get there. */
  tell(url: string, say: (sentence: string) => void): Promise<void>
}

export function prepareLan({ dataDir, host }: Config): PreparedLan {
  const addresses = lanAddresses()
  const { certificate, authority } = lanCertificates(dataDir, [...addresses, ...ownNames()])
  return {
    certificate,
    async tell(url, say) {
      const { port } = new URL(url)
      const trust = await startTrustServer(authority, host, Number(port) + 1).catch(() =>
        startTrustServer(authority, host, 0),
      )
      const trustUrl = new URL(`http://${new URL(lanUrl(url)).hostname}:${trust.port}${TRUST_PATH}`)
      if (addresses.length === 0)
        say('This machine has no address on a local network: for now it is found by itself alone.')
      await sayLan({ url: lanUrl(url), trustUrl: trustUrl.href }, say)
    },
  }
}
