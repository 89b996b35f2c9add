import { template } from '../template.ts'

/** What happened to the second factors of an account. */
export type FactorChange = 'added' | 'removed' | 'removed-by-admin'

const KINDS_EN: Readonly<Record<string, string>> = {
  totp: 'an authenticator app',
  passkey: 'a passkey',
  email: 'codes by e-mail',
  sms: 'codes by text message',
}
const KINDS_ES: Readonly<Record<string, string>> = {
  totp: 'una aplicación de códigos',
  passkey: 'una llave de acceso',
  email: 'códigos por correo',
  sms: 'códigos por mensaje de texto',
}

/** To whoever has another second factor, or one less, so that a change by somebody else does not stay unseen. */
export const factorChanged = template({
  lifeMs: 24 * 60 * 60 * 1000,
  // `kind`: which of them; of no meaning where an admin took all of them away.
  values: ['name', 'school', 'change', 'kind'],
  write: {
    en: ({ name, school, change, kind }) => ({
      subject: 'How you sign in to ETrax was changed',
      paragraphs: [`Hello ${name},`, sentenceEn(school, change, kind)],
      closing: ['If that was not you, tell your school’s admin at once and change your password.'],
      short: `ETrax, ${school}: how you sign in was changed. Not you? Tell your school's admin.`,
    }),
    es: ({ name, school, change, kind }) => ({
      subject: 'Cambió su forma de entrar en ETrax',
      paragraphs: [`Hola, ${name}:`, sentenceEs(school, change, kind)],
      closing: ['Si no fue usted, avise enseguida a la administración de su escuela y cambie su contraseña.'],
      short: `ETrax, ${school}: cambió su forma de entrar. ¿No fue usted? Avise a la administración.`,
    }),
  },
})

function sentenceEn(school: string, change: string, kind: string): string {
  if (change === 'removed-by-admin')
    return `An admin took away all second factors and recovery codes of your account at ${school} just now.`
  const what = change === 'added' ? 'was added to' : 'was removed from'
  return `A second factor ${what} your account at ${school} just now: ${KINDS_EN[kind] ?? kind}.`
}

function sentenceEs(school: string, change: string, kind: string): string {
  if (change === 'removed-by-admin')
    return `La administración acaba de quitar todos los segundos factores y códigos de recuperación de su cuenta en ${school}.`
  const what =
    change === 'added' ? 'Se acaba de añadir un segundo factor a' : 'Se acaba de quitar un segundo factor de'
  return `${what} su cuenta en ${school}: ${KINDS_ES[kind] ?? kind}.`
}
