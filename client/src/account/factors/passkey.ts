import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { asJson, isJsonObject, type Json } from '../../../../shared/json.ts'
import { ApiError } from '../../sync/api-error.ts'

/** Whether this browser has passkeys at all, and gives them to a page of this address. */
export function passkeysWorkHere(): boolean {
  const { hostname } = window.location
  const bare = /^[\d.]+$/.test(hostname) || hostname.startsWith('[')
  return window.isSecureContext && !bare && browserSupportsWebAuthn()
}

/** The person closed the browser's question, or it ran out. */
export class PasskeyDeclined extends Error {
  override name = 'PasskeyDeclined'
}

/** Has the browser make a passkey. @throws PasskeyDeclined, ApiError `already-exists` where this device holds one already */
export async function makePasskey(answer: unknown): Promise<Json> {
  const options = optionsIn(answer)
  if (!isCreation(options)) throw unexpected()
  try {
    return asJson(await startRegistration({ optionsJSON: options }))
  } catch (error) {
    throw declined(error)
  }
}

/** Has the browser sign with a passkey. @throws PasskeyDeclined */
export async function usePasskey(answer: unknown): Promise<Json> {
  const options = optionsIn(answer)
  if (!isRequest(options)) throw unexpected()
  try {
    return asJson(await startAuthentication({ optionsJSON: options }))
  } catch (error) {
    throw declined(error)
  }
}

function declined(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause))
  if (cause.name === 'InvalidStateError')
    return new ApiError('already-exists', 'This device holds a passkey already.', { cause })
  if (cause.name === 'NotAllowedError' || cause.name === 'AbortError')
    return new PasskeyDeclined(cause.message, { cause })
  return cause
}

function optionsIn(answer: unknown): unknown {
  return isJsonObject(answer) ? answer.options : undefined
}

function isCreation(options: unknown): options is PublicKeyCredentialCreationOptionsJSON {
  return isJsonObject(options) && typeof options.challenge === 'string' && isJsonObject(options.user)
}

function isRequest(options: unknown): options is PublicKeyCredentialRequestOptionsJSON {
  return isJsonObject(options) && typeof options.challenge === 'string'
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer does not say what a passkey is to sign.')
}
