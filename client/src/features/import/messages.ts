import { translator } from '../../i18n/translator.ts'

/** Words of the import's pages that several of them say. What is said about rows stands in issue-messages.ts. */
export const t = translator({
  en: {
    title: 'Import',
    drop: 'Drop a CSV file here',
    choose: 'Choose a CSV file',
    dropHint:
      'Exports of other trackers and spreadsheets, equipment or people. Everything is shown before anything is written, it works offline, and it can be undone.',
    another: 'Another file',
    columnLetter: 'Column {letters}',
    reading: 'Reading {name}',
    checking: 'Checking',
    storing: 'Preparing',

    listsWhat: 'This file lists',
    'kind.equipment': 'Equipment',
    'kind.people': 'People',
  },
  es: {
    title: 'Importar',
    drop: 'Suelte aquí un archivo CSV',
    choose: 'Elegir un archivo CSV',
    dropHint:
      'Exportaciones de otros sistemas y hojas de cálculo, de equipamiento o de personas. Todo se muestra antes de escribir nada, funciona sin conexión y se puede deshacer.',
    another: 'Otro archivo',
    columnLetter: 'Columna {letters}',
    reading: 'Leyendo {name}',
    checking: 'Comprobando',
    storing: 'Preparando',

    listsWhat: 'El archivo contiene',
    'kind.equipment': 'Equipamiento',
    'kind.people': 'Personas',
  },
})
