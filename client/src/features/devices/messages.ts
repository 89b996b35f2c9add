import { translator } from '../../i18n/translator.ts'

export const t = translator({
  en: {
    settings: 'Settings',
    hint: 'Browsers from which people of this school sign in. Remove one that is lost or no longer used.',
    offline: 'The list of devices needs a connection',
  },
  es: {
    settings: 'Ajustes',
    hint: 'Navegadores desde los que inicia sesión la gente de esta escuela. Retire el que se haya perdido o ya no se use.',
    offline: 'La lista de dispositivos necesita conexión',
  },
})
