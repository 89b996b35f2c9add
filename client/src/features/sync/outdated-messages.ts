import { translator } from '../../i18n/translator.ts'

/** Apart from the words of the sync page: any page may need these at its start. */
export const t = translator({
  en: {
    outdated: 'This version is too old for the server',
    hint: 'Update to go on syncing. Everything here works on; what is unsent stays and is sent afterwards.',
    update: 'Load the new version',
    missing: 'No new version was found yet. What is unsent stays here: try again in a while.',
  },
  es: {
    outdated: 'Esta versión es demasiado antigua para el servidor',
    hint: 'Actualice para seguir sincronizando. Aquí todo sigue funcionando; lo no enviado queda y se envía después.',
    update: 'Cargar la versión nueva',
    missing: 'Aún no se encontró una versión nueva. Lo no enviado queda aquí: intente más tarde.',
  },
})
