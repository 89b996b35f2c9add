import { translator } from '../i18n/translator.ts'

/** Words of signing out, on every page that offers it. */
export const t = translator({
  en: {
    signOut: 'Sign out',
    signOutTitle: 'Sign out of this device?',
    signOutHint: 'The school’s data is removed from this device. Everything has been sent.',
    unsentTitle: {
      one: '{count} change has not been sent',
      other: '{count} changes have not been sent',
    },
    unsentHint:
      'Signing out now would lose it. Connect and let it send, or save it as a file and sign out with the file in hand.',
    exportAndSignOut: 'Save file and sign out',
    exported: 'Saved as {file}',
    signOutFailed: 'Signing out did not work. Nothing was removed.',
    trySync: 'Send now',
  },
  es: {
    signOut: 'Cerrar sesión',
    signOutTitle: '¿Cerrar la sesión en este dispositivo?',
    signOutHint: 'Los datos de la escuela se quitan de este dispositivo. Todo se ha enviado.',
    unsentTitle: {
      one: '{count} cambio no se ha enviado',
      other: '{count} cambios no se han enviado',
    },
    unsentHint:
      'Si cierra la sesión ahora, se perdería. Conéctese y deje que se envíe, o guárdelo en un archivo y cierre la sesión con el archivo a mano.',
    exportAndSignOut: 'Guardar archivo y cerrar sesión',
    exported: 'Guardado como {file}',
    signOutFailed: 'No se pudo cerrar la sesión. No se quitó nada.',
    trySync: 'Enviar ahora',
  },
})
