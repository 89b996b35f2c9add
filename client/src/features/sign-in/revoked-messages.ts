import { translator } from '../../i18n/translator.ts'

export const t = translator({
  en: {
    title: 'This device was removed from the account of {name} at {school}',
    gone: 'The data of the school is deleted from it. Signing in again begins as a new device.',
    running: 'Handing in what had not been sent.',
    waits: {
      one: '{count} change had not been sent. It is kept here and handed in when there is a connection.',
      other:
        '{count} changes had not been sent. They are kept here and handed in when there is a connection.',
    },
    left: {
      one: 'The server could not take {count} change. It is kept here: save it as a file.',
      other: 'The server could not take {count} changes. They are kept here: save them as a file.',
    },
    handedIn: {
      one: '{count} change that had not been sent was handed in. A manager decides on it.',
      other: '{count} changes that had not been sent were handed in. A manager decides on them.',
    },
    nothing: 'Everything had been sent before.',
    retry: 'Try now',
    save: 'Save as a file',
    giveUp: 'Delete them here',
  },
  es: {
    title: 'Este dispositivo se retiró de la cuenta de {name} en {school}',
    gone: 'Los datos de la escuela se borraron de él. Si inicia sesión de nuevo, empieza como otro dispositivo.',
    running: 'Entregando lo que no se había enviado.',
    waits: {
      one: 'Faltaba enviar {count} cambio. Se conserva aquí y se entrega cuando haya conexión.',
      other: 'Faltaba enviar {count} cambios. Se conservan aquí y se entregan cuando haya conexión.',
    },
    left: {
      one: 'El servidor no pudo aceptar {count} cambio. Se conserva aquí: guárdelo en un archivo.',
      other: 'El servidor no pudo aceptar {count} cambios. Se conservan aquí: guárdelos en un archivo.',
    },
    handedIn: {
      one: 'Se entregó {count} cambio que no se había enviado. Una persona de gestión decide sobre él.',
      other:
        'Se entregaron {count} cambios que no se habían enviado. Una persona de gestión decide sobre ellos.',
    },
    nothing: 'Todo se había enviado antes.',
    retry: 'Probar ahora',
    save: 'Guardar en un archivo',
    giveUp: 'Borrarlos aquí',
  },
})
