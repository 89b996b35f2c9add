import { translator } from '../../i18n/translator.ts'

/** Words of being in a school that is not one's own. */
export const t = translator({
  en: {
    inside: 'You are in {school} as {role} until {time}',
    seen: 'Everything you do here is in the school’s audit log under your name.',
    over: 'Your time in {school} is over',
    overSent: 'Everything you wrote there has been sent.',
    overUnsent: {
      one: '{count} change has not been sent. It is kept on this device and goes out when you enter the school again.',
      other:
        '{count} changes have not been sent. They are kept on this device and go out when you enter the school again.',
    },
    leave: 'Leave',
    leaveFailed: 'Leaving did not work. Nothing was lost.',
    unsentTitle: { one: '{count} change has not been sent', other: '{count} changes have not been sent' },
    unsentHint:
      'You can leave now: it is kept on this device and goes out when you enter {school} again. Or wait until it is sent.',
    sendNow: 'Send now',
  },
  es: {
    inside: 'Está en {school} como {role} hasta las {time}',
    seen: 'Todo lo que haga aquí queda en el registro de auditoría de la escuela con su nombre.',
    over: 'Su tiempo en {school} ha terminado',
    overSent: 'Todo lo que escribió allí se ha enviado.',
    overUnsent: {
      one: '{count} cambio no se ha enviado. Se conserva en este dispositivo y sale cuando entre otra vez en la escuela.',
      other:
        '{count} cambios no se han enviado. Se conservan en este dispositivo y salen cuando entre otra vez en la escuela.',
    },
    leave: 'Salir',
    leaveFailed: 'No se pudo salir. No se perdió nada.',
    unsentTitle: { one: '{count} cambio no se ha enviado', other: '{count} cambios no se han enviado' },
    unsentHint:
      'Puede salir ahora: se conserva en este dispositivo y sale cuando entre otra vez en {school}. O espere hasta que se envíe.',
    sendNow: 'Enviar ahora',
  },
})
