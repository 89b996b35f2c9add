import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { AuthenticationResponse, RegistrationResponse } from './passkey-schemas.ts'
import type { RelyingParty } from './relying-party.ts'

export interface PasskeyCredential {
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

/** EdDSA, ES256 and RS256: what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257]

type Known = Pick<PasskeyCredential, 'credentialId' | 'transports'>

/** What a browser needs to make a passkey that is not among those `known`. */
export function passkeyToMake(
  site: RelyingParty,
  user: { readonly id: string; readonly name: string; readonly email: string },
  known: readonly Known[],
) {
  return generateRegistrationOptions({
    rpName: 'ETrax',
    rpID: site.id,
    userName: user.email,
    userDisplayName: user.name,
    userID: Uint8Array.from(Buffer.from(user.id)),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(described),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

/** What a browser needs to use one of the passkeys; without any, the person chooses one of this site's. */
export function passkeyToUse(site: RelyingParty, known: readonly Known[] | undefined) {
  return generateAuthenticationOptions({
    rpID: site.id,
    ...(known ? { allowCredentials: known.map(described) } : {}),
    // Alone it stands for both factors: whoever holds the device has to unlock it.
    userVerification: known ? 'preferred' : 'required',
  })
}

/** The passkey that was made; undefined where the answer does not fit what was asked. */
export async function madePasskey(
  site: RelyingParty,
  toSign: string,
  { authenticatorAttachment, response, ...answer }: RegistrationResponse,
): Promise<PasskeyCredential | undefined> {
  const { transports = [], ...rest } = response
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...answer,
        response: rest,
        ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
      },
      expectedChallenge: toSign,
      expectedOrigin: site.origins,
      expectedRPID: site.id,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      counter,
      transports,
    }
  } catch (error) {
    return refused(error)
  }
}

/** What the signature proves; undefined where it does not fit what was asked. */
export async function usedPasskey(
  site: RelyingParty,
  toSign: string,
  { authenticatorAttachment, response, ...answer }: AuthenticationResponse,
  { credentialId, publicKey, counter }: PasskeyCredential,
): Promise<{ readonly counter: number; readonly userVerified: boolean } | undefined> {
  const { userHandle, ...rest } = response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...answer,
        response: { ...rest, ...(userHandle === undefined ? {} : { userHandle }) },
        ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
      },
      expectedChallenge: toSign,
      expectedOrigin: site.origins,
      expectedRPID: site.id,
      requireUserVerification: false,
      credential: {
        id: credentialId.toString('base64url'),
        publicKey: Uint8Array.from(publicKey),
        counter,
      },
    })
    return verified
      ? { counter: authenticationInfo.newCounter, userVerified: authenticationInfo.userVerified }
      : undefined
  } catch (error) {
    return refused(error)
  }
}

/** The library says by an error what does not fit, be it a bad signature or bytes that are no answer at all. */
function refused(error: unknown): undefined {
  if (!(error instanceof Error)) throw error
  return undefined
}

function described({ credentialId, transports }: Known) {
  return { id: credentialId.toString('base64url'), transports: [...transports] }
}
