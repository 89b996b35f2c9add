import { template } from '../template.ts'

/** A code to confirm who is signing in, or to prove an address or a number. */
export const code = template({
  lifeMs: 10 * 60 * 1000,
  values: ['school', 'code'],
  write: {
    en: ({ school, code }) => ({
      // Not in the subject: a locked telephone shows it.
      subject: 'Your ETrax code',
      paragraphs: [`Your code for ${school}:`],
      code,
      closing: [
        'It works once, for 10 minutes. Nobody from your school or from ETrax ever asks you for it.',
        'If you are not signing in, somebody knows your password: change it.',
      ],
      short: `${code} is your ETrax code for ${school}. It works once, for 10 minutes. Tell it to nobody.`,
    }),
    es: ({ school, code }) => ({
      subject: 'Su código de ETrax',
      paragraphs: [`Su código para ${school}:`],
      code,
      closing: [
        'Sirve una vez, durante 10 minutos. Nadie de su escuela ni de ETrax se lo pedirá nunca.',
        'Si no está iniciando sesión, alguien conoce su contraseña: cámbiela.',
      ],
      short: `${code} es su código de ETrax para ${school}. Sirve una vez, durante 10 minutos. No se lo diga a nadie.`,
    }),
  },
})
