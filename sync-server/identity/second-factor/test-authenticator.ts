import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

export interface TestAuthenticator {
  readonly id: string
  register(options: { challenge: string }): Record<string, unknown>
  /** `counter`: what it says it was used; `verified`: whether it was unlocked. */
  use(
    options: { challenge: string },
    how?: { counter?: number; verified?: boolean; origin?: string; site?: string; userId?: string },
  ): Record<string, unknown>
}

/** What a browser and a security key answer together, by their own rules and a real key. */
export function testAuthenticator(site = 'localhost', origin = 'http://localhost:8080'): TestAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]),
  )
  let used = 0

  const clientData = (type: string, challenge: string, from: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  const authenticatorData = (
    name: string,
    flags: number,
    counter: number,
    rest: Buffer = Buffer.alloc(0),
  ) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([createHash('sha256').update(name).digest(), Buffer.of(flags), count, rest])
  }
  const shared = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }
  return {
    id: shared.id,
    register({ challenge }) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(cose)])
      const attestation = isoCBOR.encode(
        new Map<string, string | Map<string, string> | Uint8Array>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', Uint8Array.from(authenticatorData(site, 0x45, used, credential))],
        ]),
      )
      return {
        ...shared,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: Buffer.from(attestation).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    use({ challenge }, how = {}) {
      used = how.counter ?? used + 1
      const data = authenticatorData(how.site ?? site, how.verified === false ? 0x01 : 0x05, used)
      const client = clientData('webauthn.get', challenge, how.origin ?? origin)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return {
        ...shared,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          ...(how.userId === undefined ? {} : { userHandle: Buffer.from(how.userId).toString('base64url') }),
        },
      }
    },
  }
}
