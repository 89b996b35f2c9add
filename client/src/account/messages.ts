import { translator } from '../i18n/translator.ts'

/** Words of passwords and of where somebody is signed in. */
export const t = translator({
  en: {
    newPassword: 'New password',
    newPasswordHint: 'At least 12 characters. Several words are easy to keep and hard to guess.',
    showPassword: 'Show password',
    'issue.too-short': 'It needs at least 12 characters.',
    'issue.too-long': 'It has more than 256 characters.',
    'issue.common': 'Too many people use this one: it is among the first that are tried.',
    'issue.like-a-name': 'It is too close to the name of the school, the person or the address.',
    'issue.not-text': 'It holds something that is not text.',
    'issue.needed': 'Enter a password.',

    sessions: 'Signed in',
    here: 'This device',
    browserOn: '{browser} on {system}',
    since: 'since {date}',
    used: 'last used {age}',
    end: 'End',
    endNamed: 'End {name}',
    ended: 'Ended. What is unsent there stays on that device.',
    none: 'Signed in nowhere.',
    'error.offline': 'There is no connection. Nothing was changed.',
    'error.factor-required':
      'Your school asks you for a second factor. Sign out and in again: you set it up then, and nothing is lost.',
    'error.visit-refused':
      'Visitors change nothing about how people sign in to this school. An admin of the school does that.',
    'error.other': 'It did not work: {message}',

    stepUp: 'Is it still you?',
    stepUpHint: 'What changes how you sign in asks for your password once more.',
    yourPassword: 'Your password',
    'yourPassword.wrong': 'This is not your password.',
    'yourPassword.needed': 'Enter your password.',
    goOn: 'Go on',
  },
  es: {
    newPassword: 'Contraseña nueva',
    newPasswordHint: 'Al menos 12 caracteres. Varias palabras se recuerdan bien y cuesta adivinarlas.',
    showPassword: 'Mostrar contraseña',
    'issue.too-short': 'Necesita al menos 12 caracteres.',
    'issue.too-long': 'Tiene más de 256 caracteres.',
    'issue.common': 'La usa demasiada gente: es de las primeras que se prueban.',
    'issue.like-a-name': 'Se parece demasiado al nombre de la escuela, de la persona o a la dirección.',
    'issue.not-text': 'Contiene algo que no es texto.',
    'issue.needed': 'Escriba una contraseña.',

    sessions: 'Sesiones abiertas',
    here: 'Este dispositivo',
    browserOn: '{browser} en {system}',
    since: 'desde el {date}',
    used: 'último uso {age}',
    end: 'Terminar',
    endNamed: 'Terminar {name}',
    ended: 'Terminada. Lo que falta por enviar queda en ese dispositivo.',
    none: 'No hay ninguna sesión abierta.',
    'error.offline': 'No hay conexión. No se cambió nada.',
    'error.factor-required':
      'Su escuela le pide un segundo factor. Cierre sesión e iníciela de nuevo: ahí lo configura, y no se pierde nada.',
    'error.visit-refused':
      'Quien visita esta escuela no cambia nada de cómo se inicia sesión en ella. Eso lo hace un administrador de la escuela.',
    'error.other': 'No funcionó: {message}',

    stepUp: '¿Sigue siendo usted?',
    stepUpHint: 'Para cambiar cómo inicia sesión, escriba su contraseña una vez más.',
    yourPassword: 'Su contraseña',
    'yourPassword.wrong': 'No es su contraseña.',
    'yourPassword.needed': 'Escriba su contraseña.',
    goOn: 'Continuar',
  },
})
