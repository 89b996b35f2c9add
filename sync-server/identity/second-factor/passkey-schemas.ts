import Type from 'typebox'

const base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.Enum(['platform', 'cross-platform'])),
  clientExtensionResults: Type.Object({}),
}

/** What a browser answers when a passkey was made. */
export const registrationResponse = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(60_000),
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
})

/** What a browser answers when a passkey was used. */
export const authenticationResponse = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(4_000),
    userHandle: Type.Optional(base64url(200)),
  }),
})

export type RegistrationResponse = Type.Static<typeof registrationResponse>
export type AuthenticationResponse = Type.Static<typeof authenticationResponse>
