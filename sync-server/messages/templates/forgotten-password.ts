import { template } from '../template.ts'

/** To whoever said on the sign-in screen that the password is forgotten. */
export const forgottenPassword = template({
  lifeMs: 30 * 60 * 1000,
  values: ['name', 'school', 'link'],
  write: {
    en: ({ name, school, link }) => ({
      subject: 'Choose a new password for ETrax',
      paragraphs: [
        `Hello ${name},`,
        `Somebody asked for a new password for your account at ${school}. If that was you, choose one here:`,
      ],
      link: { label: 'Choose a new password', url: link },
      closing: [
        'The link works once, for 30 minutes.',
        'If it was not you, do nothing: your password stays as it is.',
      ],
      short: `ETrax, ${school}: choose a new password within 30 minutes at ${link}`,
    }),
    es: ({ name, school, link }) => ({
      subject: 'Elija una contraseña nueva para ETrax',
      paragraphs: [
        `Hola, ${name}:`,
        `Alguien pidió una contraseña nueva para su cuenta en ${school}. Si fue usted, elíjala aquí:`,
      ],
      link: { label: 'Elegir una contraseña nueva', url: link },
      closing: [
        'El enlace sirve una vez, durante 30 minutos.',
        'Si no fue usted, no haga nada: su contraseña sigue igual.',
      ],
      short: `ETrax, ${school}: elija una contraseña nueva en 30 minutos en ${link}`,
    }),
  },
})
