import { translator } from '../../../i18n/translator.ts'

/** Words of entering a school from its organization. */
export const t = translator({
  en: {
    enter: 'Enter a school',
    hint: 'For an hour you work in the school as one of its own. Its admins see that you are there and why, and everything you do is in its audit log.',
    school: 'School',
    choose: 'Choose a school',
    role: 'As',
    reason: 'Reason',
    reasonHint: 'The school’s admins read it.',
    schoolNeeded: 'Choose the school.',
    reasonNeeded: 'Say why you enter the school.',
    now: 'Enter',
    gone: 'This school can’t be entered any more. Open this window again.',
  },
  es: {
    enter: 'Entrar en una escuela',
    hint: 'Durante una hora trabaja en la escuela como uno de los suyos. Su administración ve que está allí y por qué, y todo lo que haga queda en su registro de auditoría.',
    school: 'Escuela',
    choose: 'Elija una escuela',
    role: 'Como',
    reason: 'Motivo',
    reasonHint: 'Lo lee la administración de la escuela.',
    schoolNeeded: 'Elija la escuela.',
    reasonNeeded: 'Diga por qué entra en la escuela.',
    now: 'Entrar',
    gone: 'Ya no se puede entrar en esta escuela. Abra esta ventana otra vez.',
  },
})
