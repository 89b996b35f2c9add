import { translator } from '../i18n/translator.ts'

export const t = translator({
  en: {
    kept: {
      one: '{count} change of {name} is kept on this device',
      other: '{count} changes of {name} are kept on this device',
    },
    waits: 'Not sent yet. It goes out when {name} signs in here.',
    disabled:
      'The account is disabled. The next manager who signs in here hands it over, as reviews under the name of {name}. It can be saved as a file too.',
    save: 'Save as a file',
    saved: 'Saved as {file}',
    saveFailed: 'The file could not be made. Nothing was taken off this device.',
    remove: 'Take it off this device',
    removed: 'Taken off this device. The file has it.',
    removeFailed: 'It could not be taken off this device.',

    running: 'Handing over what {name} left unsent',
    runningHint: 'It is kept on this device until the server has all of it.',
    done: {
      one: '{count} change of {name} was handed over',
      other: '{count} changes of {name} were handed over',
    },
    doneHint:
      'What the server did not have yet is a review under the name of {name}. Nothing of it was applied.',
    openReviews: 'Open reviews',
    dismiss: 'Done',
    stopped: 'The hand-over of what {name} left unsent broke off',
    stoppedHint: {
      one: '{count} change is left. It stays on this device, and nothing is handed over twice.',
      other: '{count} changes are left. They stay on this device, and nothing is handed over twice.',
    },
    retry: 'Try again',
    left: 'Not all of what {name} left unsent could be handed over',
    leftHint: 'The server could not take the rest. It stays on this device: save it as a file.',
    inUse: 'The account of {name} is in use again',
    inUseHint:
      'Nothing more of it is handed over. It stays on this device and goes out when {name} signs in here. It can be saved as a file too.',
  },
  es: {
    kept: {
      one: '{count} cambio de {name} se conserva en este dispositivo',
      other: '{count} cambios de {name} se conservan en este dispositivo',
    },
    waits: 'Aún no se ha enviado. Sale cuando {name} inicie sesión aquí.',
    disabled:
      'La cuenta está desactivada. La próxima persona de gestión que inicie sesión aquí lo entrega, como revisiones a nombre de {name}. También se puede guardar en un archivo.',
    save: 'Guardar en un archivo',
    saved: 'Guardado como {file}',
    saveFailed: 'No se pudo crear el archivo. No se quitó nada de este dispositivo.',
    remove: 'Quitarlo de este dispositivo',
    removed: 'Se quitó de este dispositivo. Está en el archivo.',
    removeFailed: 'No se pudo quitar de este dispositivo.',

    running: 'Entregando lo que {name} dejó sin enviar',
    runningHint: 'Se conserva en este dispositivo hasta que el servidor lo tenga todo.',
    done: {
      one: '{count} cambio de {name} se entregó',
      other: '{count} cambios de {name} se entregaron',
    },
    doneHint: 'Lo que el servidor aún no tenía es una revisión a nombre de {name}. No se aplicó nada.',
    openReviews: 'Abrir las revisiones',
    dismiss: 'Listo',
    stopped: 'La entrega de lo que {name} dejó sin enviar se interrumpió',
    stoppedHint: {
      one: 'Queda {count} cambio. Sigue en este dispositivo y nada se entrega dos veces.',
      other: 'Quedan {count} cambios. Siguen en este dispositivo y nada se entrega dos veces.',
    },
    retry: 'Intentar de nuevo',
    left: 'No se pudo entregar todo lo que {name} dejó sin enviar',
    leftHint: 'El servidor no pudo aceptar el resto. Sigue en este dispositivo: guárdelo en un archivo.',
    inUse: 'La cuenta de {name} vuelve a estar en uso',
    inUseHint:
      'No se entrega nada más de ella. Sigue en este dispositivo y sale cuando {name} inicie sesión aquí. También se puede guardar en un archivo.',
  },
})
