import { translator } from '../i18n/translator.ts'

/** Words of what the ledger says of a thing. */
export const t = translator({
  en: {
    unconfirmed: 'Not yet confirmed',
    history: 'History',
    historyEmpty: 'Nothing has happened to it yet.',
    historyOffline: 'Older entries need a connection.',
    historyFailed: 'Older entries could not be read.',
    historyMore: 'Show older entries',
    historyAll: { one: 'Show the {count} entry', other: 'Show all {count} entries' },
    from: 'from {name}',
    to: 'to {name}',
    at: 'in {place}',
    due: 'due {day}',
    by: 'by {name}',
    byUnknown: 'by somebody of the school',
    pieces: { one: '{count} piece', other: '{count} pieces' },
    received: 'Reached the server {when}',
  },
  es: {
    unconfirmed: 'Sin confirmar',
    history: 'Historial',
    historyEmpty: 'Todavía no hay movimientos.',
    historyOffline: 'Las entradas más antiguas necesitan conexión.',
    historyFailed: 'No se pudieron leer las entradas más antiguas.',
    historyMore: 'Ver entradas más antiguas',
    historyAll: { one: 'Ver la {count} entrada', other: 'Ver las {count} entradas' },
    from: 'de {name}',
    to: 'a {name}',
    at: 'en {place}',
    due: 'vence el {day}',
    by: 'por {name}',
    byUnknown: 'por alguien de la escuela',
    pieces: { one: '{count} pieza', other: '{count} piezas' },
    received: 'Llegó al servidor: {when}',
  },
})
