import { translator } from '../i18n/translator.ts'

/** Words for a record whose deletion waits for somebody's decision. */
export const t = translator({
  en: {
    asked: 'Somebody asked to delete this',
    askedShort: 'Deletion asked for',
    stays: 'It stays until a manager decides.',
  },
  es: {
    asked: 'Alguien pidió eliminar esto',
    askedShort: 'Eliminación solicitada',
    stays: 'Se queda hasta que Gestión de equipamiento decida.',
  },
})
