import { template } from '../template.ts'

/** To whoever has a new password, so that a change by somebody else does not stay unseen. */
export const passwordChanged = template({
  lifeMs: 24 * 60 * 60 * 1000,
  values: ['name', 'school'],
  write: {
    en: ({ name, school }) => ({
      subject: 'Your ETrax password was changed',
      paragraphs: [`Hello ${name},`, `The password of your account at ${school} was changed just now.`],
      closing: ['If that was not you, tell your school’s admin at once.'],
      short: `ETrax, ${school}: your password was changed. Not you? Tell your school's admin.`,
    }),
    es: ({ name, school }) => ({
      subject: 'Se cambió su contraseña de ETrax',
      paragraphs: [`Hola, ${name}:`, `La contraseña de su cuenta en ${school} se acaba de cambiar.`],
      closing: ['Si no fue usted, avise enseguida a la administración de su escuela.'],
      short: `ETrax, ${school}: se cambió su contraseña. ¿No fue usted? Avise a la administración.`,
    }),
  },
})
