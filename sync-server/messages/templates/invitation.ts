import { template } from '../template.ts'

/** To somebody new, who chooses a password by the link. */
export const invitation = template({
  lifeMs: 7 * 24 * 60 * 60 * 1000,
  values: ['name', 'school', 'link'],
  write: {
    en: ({ name, school, link }) => ({
      subject: `Your sign-in to ETrax at ${school}`,
      paragraphs: [
        `Hello ${name},`,
        `${school} tracks its athletic equipment with ETrax and has made an account for you. Choose a password to begin:`,
      ],
      link: { label: 'Choose a password', url: link },
      closing: [
        'The link works once, for a week. Pass it on to nobody.',
        'If you did not expect this, do nothing: without a password nobody can sign in.',
      ],
      short: `ETrax, ${school}: choose your password at ${link}`,
    }),
    es: ({ name, school, link }) => ({
      subject: `Su acceso a ETrax en ${school}`,
      paragraphs: [
        `Hola, ${name}:`,
        `${school} lleva el control de su equipamiento deportivo con ETrax y le ha creado una cuenta. Elija una contraseña para empezar:`,
      ],
      link: { label: 'Elegir una contraseña', url: link },
      closing: [
        'El enlace sirve una vez, durante una semana. No se lo dé a nadie.',
        'Si no lo esperaba, no haga nada: sin contraseña nadie puede entrar.',
      ],
      short: `ETrax, ${school}: elija su contraseña en ${link}`,
    }),
  },
})
