import { translator } from '../../../i18n/translator.ts'

/** Words of loans on the page over all schools. */
export const t = translator({
  en: {
    waiting: 'Loans to approve',
    loans: 'Loans between schools',
  },
  es: {
    waiting: 'Préstamos por aprobar',
    loans: 'Préstamos entre escuelas',
  },
})
