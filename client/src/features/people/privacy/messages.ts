import { translator } from '../../../i18n/translator.ts'

/** Words about what is held on a person. */
export const t = translator({
  en: {
    title: 'Data protection',
    hint: 'For a request of the person, or of a parent.',
    save: 'Save all that is held',
    saved: 'Saved as {file}',
    saveFailed: 'The file could not be made',
    erase: 'Erase',
    needsConnection: 'This needs a connection: the server holds more than this device.',

    eraseTitle: 'Erase {name}',
    reading: 'Looking at what is held',
    out: {
      one: '{count} thing is still out to {name}. Take it back first: the school would lose it.',
      other: '{count} things are still out to {name}. Take them back first: the school would lose them.',
    },
    own: 'This is your own account. Another administrator can erase it.',
    goes: 'What goes, on the server and on every device',
    'goes.record': 'Name, number, sizes, badge and teams',
    'goes.user': 'The account, its e-mail address, and where it is signed in',
    'goes.transactions': {
      one: 'The note on {count} entry of the history',
      other: 'The notes on {count} entries of the history',
    },
    'goes.reviews': {
      one: '{count} review, or what it says of the person',
      other: '{count} reviews, or what they say of the person',
    },
    'goes.equipment': {
      one: 'The name in {count} thing, and the history of its notes',
      other: 'The name in {count} things, and the history of their notes',
    },
    stays: 'What stays',
    'stays.ledger': 'That somebody had these things, without saying who, so that counts and dates are right',
    'stays.audit': 'That you erased a person, and when',
    'stays.nickname': 'A nickname or a first name alone in a note: look for it in the search before',
    forGood: 'There is no way back, not from a backup either.',
    confirm: 'Type the name to confirm',
    confirmHint: 'Exactly: {name}',
    otherName: 'This is not the name.',
    eraseNow: 'Erase for good',
    erased: '{name} is erased',
    failed: 'Nothing was erased',
  },
  es: {
    title: 'Protección de datos',
    hint: 'Para una solicitud de la persona, o de su madre o padre.',
    save: 'Guardar todo lo que se conserva',
    saved: 'Guardado como {file}',
    saveFailed: 'No se pudo crear el archivo',
    erase: 'Borrar datos',
    needsConnection: 'Esto necesita conexión: el servidor conserva más que este dispositivo.',

    eraseTitle: 'Borrar los datos de {name}',
    reading: 'Consultando qué se conserva',
    out: {
      one: '{name} aún tiene {count} artículo. Recíbelo primero: la escuela lo perdería.',
      other: '{name} aún tiene {count} artículos. Recíbelos primero: la escuela los perdería.',
    },
    own: 'Es tu propia cuenta. Otra persona administradora puede borrarla.',
    goes: 'Lo que se borra, en el servidor y en cada dispositivo',
    'goes.record': 'Nombre, número, tallas, credencial y equipos',
    'goes.user': 'La cuenta, su correo y dónde tiene la sesión abierta',
    'goes.transactions': {
      one: 'La nota de {count} entrada del historial',
      other: 'Las notas de {count} entradas del historial',
    },
    'goes.reviews': {
      one: '{count} revisión, o lo que dice de la persona',
      other: '{count} revisiones, o lo que dicen de la persona',
    },
    'goes.equipment': {
      one: 'El nombre en {count} artículo, y el historial de sus notas',
      other: 'El nombre en {count} artículos, y el historial de sus notas',
    },
    stays: 'Lo que queda',
    'stays.ledger':
      'Que alguien tuvo estos artículos, sin decir quién, para que cuenten bien las cantidades y las fechas',
    'stays.audit': 'Que borraste los datos de una persona, y cuándo',
    'stays.nickname': 'Un apodo o un nombre de pila suelto en una nota: búscalo antes',
    forGood: 'No se puede deshacer, tampoco desde una copia de seguridad.',
    confirm: 'Escribe el nombre para confirmar',
    confirmHint: 'Exactamente: {name}',
    otherName: 'Ese no es el nombre.',
    eraseNow: 'Borrar para siempre',
    erased: 'Se borraron los datos de {name}',
    failed: 'No se borró nada',
  },
})
