import { translator } from '../../../i18n/translator.ts'

/** Words of what became of somebody's own writes. */
export const t = translator({
  en: {
    title: 'My changes',
    news: 'What became of them',
    none: 'Everything you wrote is stored',
    noneHint: 'When something of yours is overwritten, refused, asked about or decided, it shows up here.',
    fresh: 'New',

    'kind.question': 'You are asked',
    'kind.answered': 'Answered',
    'kind.overtaken': 'Another decided first',
    'kind.refused': 'Not carried out',
    'kind.decided': 'Decided',
    'kind.overwritten': 'Overwritten',
    'kind.not-taken': 'Not taken',
    'kind.waiting': 'Waits for a manager',

    'says.answered': '{name} answers: “{what}”',
    'says.decided': 'It is settled.',
    open: 'Open the review',
    answer: 'Answer',

    yours: 'You wrote',
    now: 'Stored now',
    empty: 'Empty',
    restore: 'Put mine back',
    restored: '{name}: yours is back, saved on this device',
    undone: '{name}: as it was before',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'This browser did not allow to copy. Mark the words and copy them yourself.',
    'obstacle.gone': 'It is no longer on this device.',
    'obstacle.same': 'What you wrote is what is stored.',
    'obstacle.role': 'Your role can’t write this; a manager can.',
    'obstacle.invalid': 'It can’t be stored as it is.',

    later: 'Changed again since',
    laterHint: 'Written on this device in the last 14 days, and changed by somebody or by you since.',
  },
  es: {
    title: 'Mis cambios',
    news: 'Qué fue de ellos',
    none: 'Todo lo que usted escribió está guardado',
    noneHint: 'Cuando algo suyo se sobrescriba, se rechace, se pregunte o se decida, aparecerá aquí.',
    fresh: 'Nuevo',

    'kind.question': 'Le preguntan',
    'kind.answered': 'Respondida',
    'kind.overtaken': 'Otra persona decidió antes',
    'kind.refused': 'No se pudo aplicar',
    'kind.decided': 'Decidido',
    'kind.overwritten': 'Sobrescrito',
    'kind.not-taken': 'No aceptado',
    'kind.waiting': 'Espera a gestión',

    'says.answered': '{name} responde: “{what}”',
    'says.decided': 'Está resuelto.',
    open: 'Abrir la revisión',
    answer: 'Responder',

    yours: 'Usted escribió',
    now: 'Guardado ahora',
    empty: 'Vacío',
    restore: 'Restaurar lo mío',
    restored: '{name}: lo suyo está de vuelta, guardado en este dispositivo',
    undone: '{name}: como estaba antes',
    copy: 'Copiar',
    copied: 'Copiado',
    copyFailed: 'El navegador no permitió copiar. Marque las palabras y cópielas usted.',
    'obstacle.gone': 'Ya no está en este dispositivo.',
    'obstacle.same': 'Lo que usted escribió es lo que está guardado.',
    'obstacle.role': 'Su función no permite escribirlo; gestión sí puede.',
    'obstacle.invalid': 'No se puede guardar tal como está.',

    later: 'Cambiado después',
    laterHint:
      'Escrito en este dispositivo en los últimos 14 días y cambiado después por otra persona o por usted.',
  },
})
