import { translator } from '../../i18n/translator.ts'

/** Words of choosing a password by an invitation. */
export const t = translator({
  en: {
    title: 'Choose your password',
    lead: 'You were invited to {school}. Choose the password that you will sign in with.',
    save: 'Save password',
    saved: 'Your password is saved. Sign in with it.',
    signIn: 'Sign in',
    broken: 'This link is not whole',
    brokenHint: 'Open it as it was sent to you, or ask for a new one.',
    'error.not-found': 'This invitation can’t be used',
    'error.not-foundHint':
      'It was used before or is older than a week. Ask whoever invited you for a new one.',
    'error.offline': 'There is no connection',
    'error.offlineHint': 'What you typed is still here. Try again when there is one.',
    'error.other': 'It did not work',
  },
  es: {
    title: 'Elija su contraseña',
    lead: 'Le invitaron a {school}. Elija la contraseña con la que iniciará sesión.',
    save: 'Guardar contraseña',
    saved: 'Su contraseña se guardó. Inicie sesión con ella.',
    signIn: 'Iniciar sesión',
    broken: 'Este enlace no está completo',
    brokenHint: 'Ábralo tal como se lo enviaron o pida uno nuevo.',
    'error.not-found': 'Esta invitación no se puede usar',
    'error.not-foundHint': 'Ya se usó o tiene más de una semana. Pida una nueva a quien le invitó.',
    'error.offline': 'No hay conexión',
    'error.offlineHint': 'Lo que escribió sigue aquí. Intente de nuevo cuando haya conexión.',
    'error.other': 'No funcionó',
  },
})
