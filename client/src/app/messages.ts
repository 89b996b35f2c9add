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
    importTitle: 'An import is not finished',
    importOpen: 'The import of {name} is not finished',
    importOpenHint:
      'What is left of it is on this device alone and would be lost. Go on with it or undo it first, or take it along in the file.',
    importLook: 'Look at it',
    importUndoGone:
      'What was imported on this device can no longer be undone after signing out, and its rows that stayed out are gone.',
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
    importTitle: 'Una importación no ha terminado',
    importOpen: 'La importación de {name} no ha terminado',
    importOpenHint:
      'Lo que falta de ella está solo en este dispositivo y se perdería. Continúe o deshágala primero, o lléveselo en el archivo.',
    importLook: 'Verla',
    importUndoGone:
      'Lo importado en este dispositivo ya no se podrá deshacer después de cerrar la sesión, y las filas que no entraron se pierden.',
  },
})
