import { translator } from '../../i18n/translator.ts'

export const t = translator({
  en: {
    title: 'PIN at stations',
    hint: 'By it you are known at the stations where you work. It is not your password.',
    set: 'Set a PIN',
    change: 'Change the PIN',
    current: 'Present password',
    currentWrong: 'This is not your present password.',
    pin: 'New PIN',
    pinHint: '4 to 8 digits, no plain row such as 1234.',
    'issue.digits': 'It needs 4 to 8 digits.',
    'issue.guessable': 'A plain row is tried first by everybody.',
    save: 'Save',
    cancel: 'Cancel',
    saved: 'Your PIN is set. Stations know it when they have been in touch.',
  },
  es: {
    title: 'PIN en las estaciones',
    hint: 'Con él se identifica en las estaciones donde trabaja. No es su contraseña.',
    set: 'Elegir un PIN',
    change: 'Cambiar el PIN',
    current: 'Contraseña actual',
    currentWrong: 'No es su contraseña actual.',
    pin: 'PIN nuevo',
    pinHint: 'De 4 a 8 cifras, sin series como 1234.',
    'issue.digits': 'Necesita de 4 a 8 cifras.',
    'issue.guessable': 'Una serie es lo primero que prueba cualquiera.',
    save: 'Guardar',
    cancel: 'Cancelar',
    saved: 'Su PIN está listo. Las estaciones lo conocen cuando se hayan conectado.',
  },
})
