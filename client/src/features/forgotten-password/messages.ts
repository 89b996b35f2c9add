import { translator } from '../../i18n/translator.ts'

/** Words of asking for a link to choose another password. */
export const t = translator({
  en: {
    title: 'Forgotten password',
    lead: 'Enter the school and your e-mail address. You get a mail with a link to choose another password.',
    school: 'School',
    email: 'E-mail address',
    send: 'Send me a link',
    back: 'Back to sign-in',
    sent: 'If there is such an account, a mail is under way',
    sentHint:
      'The link in it works once, for 30 minutes. Look into the spam folder too. If nothing comes, check the school and the address, or ask your school’s admin.',
    again: 'Try another address',
    noMail: 'This server sends no mail',
    noMailHint: 'Ask your school’s admin for a link to choose another password.',
    'needed.school': 'Enter the school.',
    'needed.email': 'Enter the e-mail address.',
    'error.offline': 'There is no connection',
    'error.offlineHint': 'What you typed is still here. Try again when there is one.',
    'error.too-many-requests': 'Too many links were asked for from here',
    'error.too-many-requestsHint': 'Try again in an hour, or ask your school’s admin.',
    'error.other': 'It did not work',
    'error.otherHint': 'What you typed is still here. Try again in a moment.',
  },
  es: {
    title: 'Contraseña olvidada',
    lead: 'Escriba la escuela y su correo electrónico. Recibirá un correo con un enlace para elegir otra contraseña.',
    school: 'Escuela',
    email: 'Correo electrónico',
    send: 'Enviarme un enlace',
    back: 'Volver al inicio de sesión',
    sent: 'Si existe esa cuenta, hay un correo en camino',
    sentHint:
      'El enlace que lleva sirve una vez, durante 30 minutos. Mire también en el correo no deseado. Si no llega nada, revise la escuela y la dirección o pregunte a la administración de su escuela.',
    again: 'Probar otra dirección',
    noMail: 'Este servidor no envía correo',
    noMailHint: 'Pida a la administración de su escuela un enlace para elegir otra contraseña.',
    'needed.school': 'Escriba la escuela.',
    'needed.email': 'Escriba el correo electrónico.',
    'error.offline': 'No hay conexión',
    'error.offlineHint': 'Lo que escribió sigue aquí. Intente de nuevo cuando haya conexión.',
    'error.too-many-requests': 'Se pidieron demasiados enlaces desde aquí',
    'error.too-many-requestsHint':
      'Intente de nuevo en una hora o pregunte a la administración de su escuela.',
    'error.other': 'No funcionó',
    'error.otherHint': 'Lo que escribió sigue aquí. Intente de nuevo en un momento.',
  },
})
