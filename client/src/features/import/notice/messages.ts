import { translator } from '../../../i18n/translator.ts'

/** Loaded on every page: the few words of the notice alone. */
export const t = translator({
  en: {
    unfinished: 'The import of {name} is not finished',
    hint: 'Part of its rows is written. Go on with it or undo it.',
    look: 'Look at it',
  },
  es: {
    unfinished: 'La importación de {name} no ha terminado',
    hint: 'Una parte de las filas está escrita. Continúe o deshágala.',
    look: 'Verla',
  },
})
