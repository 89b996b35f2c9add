import { translator } from '../../i18n/translator.ts'

export const t = translator({
  en: {
    title: 'Sign in',
    lead: 'Athletic equipment, tracked where there is no signal.',
    school: 'School',
    schoolHint: 'The short name in your school’s address, such as northridge.',
    email: 'E-mail address',
    password: 'Password',
    showPassword: 'Show password',
    forgotten: 'Forgotten password?',
    submit: 'Sign in',
    submitting: 'Signing in…',
    waiting: 'Try again in {time}',
    language: 'Language',

    'error.invalid-credentials': 'School, e-mail address or password is not right.',
    'error.invalid-credentialsHint': 'Check all three. What you typed is still here.',
    'error.too-many-requests': 'Too many attempts from here.',
    'error.too-many-requestsHint': 'For safety, signing in pauses. Try again in {time}.',
    'error.offline': 'The server can’t be reached.',
    'error.offlineHint': 'Signing in on this device needs a connection. Try again when there is a signal.',
    'error.device-revoked': 'This device was removed from the account.',
    'error.device-revokedHint': 'It is emptied now. Sign in again to begin as a new device.',
    'error.account-disabled': 'This account is disabled.',
    'error.account-disabledHint': 'Ask your school’s admin. What is unsent stays on this device.',
    'error.not-found': 'This address belongs to another school.',
    'error.not-foundHint': 'Check the school, or open your own school’s address.',
    'error.unavailable': 'The server is not ready.',
    'error.unavailableHint': 'Nothing is lost. Try again in a moment.',
    'error.schema-too-old': 'This version of ETrax is too old.',
    'error.schema-too-oldHint': 'Reload the page to update, then sign in again.',
    'error.storage': 'This device could not open its local database.',
    'error.storageHint': 'Free some space or leave private browsing, then sign in again.',
    'error.unexpected': 'That did not work.',
    'error.unexpectedHint': 'What came back was not understood ({code}). Try again.',
    'error.school': 'Enter the school.',
    'error.email': 'Enter the e-mail address.',
    'error.password': 'Enter the password.',

    offline: 'This device is offline',
    offlineHint: 'Signing in needs a connection once. After that everything works without one.',
    offlineContinue: 'You can go on working as {name}.',
    signedIn: 'Signed in as {name}',
    continueAs: 'Go on as {name}',
    another:
      'Or sign in as somebody else. What {name} has not sent yet stays on this device under that name.',
    expired: 'Sign in again, {name}',
    expiredHint: {
      one: 'The session has ended. {count} change waits on this device and is sent after signing in.',
      other: 'The session has ended. {count} changes wait on this device and are sent after signing in.',
    },
    expiredNothing: 'The session has ended. Everything on this device has been sent.',
    disabled: 'The account of {name} is disabled',
    disabledHint: {
      one: '{count} change is unsent. It stays on this device: a manager can sign in here and hand it over, or you export it.',
      other:
        '{count} changes are unsent. They stay on this device: a manager can sign in here and hand them over, or you export them.',
    },
    disabledNothing: 'Ask your school’s admin. Everything from this device has been sent.',
    openSync: 'Open the sync page',

    lost: 'The browser deleted what ETrax kept on this device',
    lostUnsent: {
      one: '{count} change of {name} had not been sent ({time}) and is lost here. Write it down while you remember it.',
      other:
        '{count} changes of {name} had not been sent ({time}) and are lost here. Write them down while you remember them.',
    },
    lostNothing: 'Everything that {name} did had been sent, so nothing is lost.',
    lostNext:
      'Sign in to load {school} again. Installed, or with the storage kept (see the sync page), ETrax keeps its data.',
  },
  es: {
    title: 'Iniciar sesión',
    lead: 'El equipamiento deportivo, al día incluso donde no hay señal.',
    school: 'Escuela',
    schoolHint: 'El nombre corto de la dirección de su escuela, por ejemplo northridge.',
    email: 'Correo electrónico',
    password: 'Contraseña',
    showPassword: 'Mostrar la contraseña',
    forgotten: '¿Olvidó su contraseña?',
    submit: 'Iniciar sesión',
    submitting: 'Iniciando sesión…',
    waiting: 'Intente de nuevo en {time}',
    language: 'Idioma',

    'error.invalid-credentials': 'La escuela, el correo o la contraseña no son correctos.',
    'error.invalid-credentialsHint': 'Revise los tres. Lo que escribió sigue aquí.',
    'error.too-many-requests': 'Demasiados intentos desde aquí.',
    'error.too-many-requestsHint':
      'Por seguridad, el inicio de sesión está en pausa. Intente de nuevo en {time}.',
    'error.offline': 'No se puede llegar al servidor.',
    'error.offlineHint':
      'Para iniciar sesión en este dispositivo hace falta conexión. Intente de nuevo cuando haya señal.',
    'error.device-revoked': 'Este dispositivo se retiró de la cuenta.',
    'error.device-revokedHint': 'Se vacía ahora. Inicie sesión de nuevo para empezar como otro dispositivo.',
    'error.account-disabled': 'Esta cuenta está desactivada.',
    'error.account-disabledHint':
      'Consulte con la administración de su escuela. Lo que no se ha enviado queda en este dispositivo.',
    'error.not-found': 'Esta dirección es de otra escuela.',
    'error.not-foundHint': 'Revise la escuela o abra la dirección de la suya.',
    'error.unavailable': 'El servidor no está listo.',
    'error.unavailableHint': 'No se pierde nada. Intente de nuevo en un momento.',
    'error.schema-too-old': 'Esta versión de ETrax es demasiado antigua.',
    'error.schema-too-oldHint': 'Vuelva a cargar la página para actualizar e inicie sesión de nuevo.',
    'error.storage': 'Este dispositivo no pudo abrir su base de datos local.',
    'error.storageHint': 'Libere espacio o salga de la navegación privada e inicie sesión de nuevo.',
    'error.unexpected': 'No funcionó.',
    'error.unexpectedHint': 'No se entendió la respuesta ({code}). Intente de nuevo.',
    'error.school': 'Escriba la escuela.',
    'error.email': 'Escriba el correo electrónico.',
    'error.password': 'Escriba la contraseña.',

    offline: 'Este dispositivo no tiene conexión',
    offlineHint: 'Para iniciar sesión hace falta conexión una vez. Después todo funciona sin ella.',
    offlineContinue: 'Puede seguir trabajando como {name}.',
    signedIn: 'Sesión iniciada como {name}',
    continueAs: 'Seguir como {name}',
    another:
      'O inicie sesión con otra cuenta. Lo que {name} aún no ha enviado queda en este dispositivo con ese nombre.',
    expired: 'Inicie sesión de nuevo, {name}',
    expiredHint: {
      one: 'La sesión terminó. {count} cambio espera en este dispositivo y se envía al iniciar sesión.',
      other: 'La sesión terminó. {count} cambios esperan en este dispositivo y se envían al iniciar sesión.',
    },
    expiredNothing: 'La sesión terminó. Todo lo de este dispositivo se ha enviado.',
    disabled: 'La cuenta de {name} está desactivada',
    disabledHint: {
      one: '{count} cambio no se ha enviado. Queda en este dispositivo: alguien de gestión puede iniciar sesión aquí y entregarlo, o usted lo exporta.',
      other:
        '{count} cambios no se han enviado. Quedan en este dispositivo: alguien de gestión puede iniciar sesión aquí y entregarlos, o usted los exporta.',
    },
    disabledNothing:
      'Consulte con la administración de su escuela. Todo lo de este dispositivo se ha enviado.',
    openSync: 'Abrir la página de sincronización',

    lost: 'El navegador borró lo que ETrax guardaba en este dispositivo',
    lostUnsent: {
      one: '{count} cambio de {name} no se había enviado ({time}) y aquí se perdió. Anótelo mientras lo recuerde.',
      other:
        '{count} cambios de {name} no se habían enviado ({time}) y aquí se perdieron. Anótelos mientras los recuerde.',
    },
    lostNothing: 'Todo lo que hizo {name} se había enviado, así que no se perdió nada.',
    lostNext:
      'Inicie sesión para cargar {school} de nuevo. Instalada, o con el almacenamiento protegido (vea la página de sincronización), ETrax conserva sus datos.',
  },
})
