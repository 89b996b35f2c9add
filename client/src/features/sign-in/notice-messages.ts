import { translator } from '../../i18n/translator.ts'

/** Apart from the words of the sign-in page: every page needs these at its start. */
export const t = translator({
  en: {
    expired: 'Sign in again to go on syncing',
    disabled: 'This account is disabled',
    hint: 'Everything here works on. What is unsent stays on this device.',
    signIn: 'Sign in',
  },
  es: {
    expired: 'Inicie sesión de nuevo para seguir sincronizando',
    disabled: 'Esta cuenta está desactivada',
    hint: 'Todo sigue funcionando aquí. Lo que no se ha enviado queda en este dispositivo.',
    signIn: 'Iniciar sesión',
  },
})
