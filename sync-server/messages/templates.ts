import type { Template } from './template.ts'
import { code } from './templates/code.ts'
import { emailChanged } from './templates/email-changed.ts'
import { factorChanged } from './templates/factor-changed.ts'
import { forgottenPassword } from './templates/forgotten-password.ts'
import { invitation } from './templates/invitation.ts'
import { newPassword } from './templates/new-password.ts'
import { passwordChanged } from './templates/password-changed.ts'
import { tokenReused } from './templates/token-reused.ts'

/** Every kind of message. Names are kept with waiting messages: a renamed one finds none of those. */
export const templates = {
  invitation,
  'new-password': newPassword,
  'forgotten-password': forgottenPassword,
  'password-changed': passwordChanged,
  'factor-changed': factorChanged,
  'email-changed': emailChanged,
  'token-reused': tokenReused,
  code,
}

export type TemplateName = keyof typeof templates
export type ValuesOf<Name extends TemplateName> =
  (typeof templates)[Name] extends Template<infer Value> ? Readonly<Record<Value, string>> : never

export function isTemplateName(name: string): name is TemplateName {
  return Object.hasOwn(templates, name)
}
