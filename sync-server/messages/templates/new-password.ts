import { template } from '../template.ts'

/** To a user for whom an admin has begun a new password. */
export const newPassword = template({
  lifeMs: 7 * 24 * 60 * 60 * 1000,
  values: ['name', 'school', 'link'],
  write: {
    en: ({ name, school, link }) => ({
      subject: `A new password for ETrax at ${school}`,
      paragraphs: [
        `Hello ${name},`,
        `An admin of ${school} asks you to choose a new password. Your present one works until you do.`,
      ],
      link: { label: 'Choose a new password', url: link },
      closing: [
        'The link works once, for a week. Pass it on to nobody, and nobody from your school needs it.',
      ],
      short: `ETrax, ${school}: choose a new password at ${link}`,
    }),
    es: ({ name, school, link }) => ({
      subject: `Una contraseña nueva para ETrax en ${school}`,
      paragraphs: [
        `Hola, ${name}:`,
        `La administración de ${school} le pide que elija una contraseña nueva. La actual sirve hasta que lo haga.`,
      ],
      link: { label: 'Elegir una contraseña nueva', url: link },
      closing: [
        'El enlace sirve una vez, durante una semana. No se lo dé a nadie; nadie de su escuela lo necesita.',
      ],
      short: `ETrax, ${school}: elija una contraseña nueva en ${link}`,
    }),
  },
})
