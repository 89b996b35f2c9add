import { template } from '../template.ts'

/** To whoever had a sign-in of which a copy was used: somebody else may have it. */
export const tokenReused = template({
  lifeMs: 24 * 60 * 60 * 1000,
  values: ['name', 'school'],
  write: {
    en: ({ name, school }) => ({
      subject: 'A copy of your ETrax sign-in was used',
      paragraphs: [
        `Hello ${name},`,
        `An old copy of one of your sign-ins at ${school} was used just now. Somebody else may have it, or a device went back to an old state. That sign-in was ended: sign in again there. What is unsent stays on the device.`,
      ],
      closing: [
        'If you know of no such device, sign out everywhere else and change your password, both in the settings.',
      ],
      short: `ETrax, ${school}: a copy of your sign-in was used and ended. Not you? Change your password.`,
    }),
    es: ({ name, school }) => ({
      subject: 'Se usó una copia de su sesión de ETrax',
      paragraphs: [
        `Hola, ${name}:`,
        `Se acaba de usar una copia antigua de una de sus sesiones en ${school}. Puede que la tenga otra persona, o que un dispositivo volviera a un estado anterior. Esa sesión se cerró: inicie sesión de nuevo ahí. Lo que falta por enviar queda en el dispositivo.`,
      ],
      closing: [
        'Si no reconoce ese dispositivo, cierre las demás sesiones y cambie su contraseña, ambas cosas en los ajustes.',
      ],
      short: `ETrax, ${school}: se usó una copia de su sesión y se cerró. ¿No fue usted? Cambie su contraseña.`,
    }),
  },
})
