import { template } from '../template.ts'

/** To the address that an account signed in with before, so that a change by somebody else does not stay unseen. */
export const emailChanged = template({
  lifeMs: 24 * 60 * 60 * 1000,
  values: ['name', 'school'],
  write: {
    en: ({ name, school }) => ({
      subject: 'Your ETrax account has another e-mail address',
      paragraphs: [
        `Hello ${name},`,
        `An admin gave your account at ${school} another e-mail address just now. You sign in with that one, and what ETrax sends goes there. Where you were signed in, you are asked to sign in again.`,
      ],
      closing: ['If you did not ask for that, tell your school’s admin at once.'],
      short: `ETrax, ${school}: your account has another e-mail address. Not you? Tell your school's admin.`,
    }),
    es: ({ name, school }) => ({
      subject: 'Su cuenta de ETrax tiene otro correo electrónico',
      paragraphs: [
        `Hola, ${name}:`,
        `La administración acaba de poner otro correo electrónico a su cuenta en ${school}. Con él inicia sesión, y ahí llega lo que envía ETrax. Donde tenía la sesión abierta, se le pedirá iniciarla de nuevo.`,
      ],
      closing: ['Si no lo pidió, avise enseguida a la administración de su escuela.'],
      short: `ETrax, ${school}: su cuenta tiene otro correo. ¿No fue usted? Avise a la administración.`,
    }),
  },
})
