import { translator } from '../../i18n/translator.ts'

/** Words of choosing a password by a link. */
export const t = translator({
  en: {
    title: 'Choose your password',
    lead: 'Choose the password that you will sign in to {school} with. Wherever you are signed in now, you are signed out.',
    save: 'Save password',
    saved: 'Your password is saved. Sign in with it.',
    signIn: 'Sign in',
    broken: 'This link is not whole',
    brokenHint: 'Open it as it was sent to you, or ask for a new one.',
    'error.not-found': 'This link can’t be used',
    'error.not-foundHint': 'It was used before, a newer one was sent, or it is too old. Ask for a new one.',
    'error.offline': 'There is no connection',
    'error.offlineHint': 'What you typed is still here. Try again when there is one.',
    'error.other': 'It did not work',
  },
  es: {
    title: 'Elija su contraseña',
    lead: 'Elija la contraseña con la que iniciará sesión en {school}. Donde tenga ahora una sesión abierta, se cerrará.',
    save: 'Guardar contraseña',
    saved: 'Su contraseña se guardó. Inicie sesión con ella.',
    signIn: 'Iniciar sesión',
    broken: 'Este enlace no está completo',
    brokenHint: 'Ábralo tal como se lo enviaron o pida uno nuevo.',
    'error.not-found': 'Este enlace no se puede usar',
    'error.not-foundHint': 'Ya se usó, se envió uno más nuevo o es demasiado antiguo. Pida uno nuevo.',
    'error.offline': 'No hay conexión',
    'error.offlineHint': 'Lo que escribió sigue aquí. Intente de nuevo cuando haya conexión.',
    'error.other': 'No funcionó',
  },
})
