import { translator } from '../../../i18n/translator.ts'

/** Words of who entered the school from outside. */
export const t = translator({
  en: {
    title: 'From outside',
    until: '{role}, from {from} until {to} at the latest',
    was: '{role}, {from} to {to}',
    now: 'Here now',
    end: 'End visit',
    endNamed: 'End the visit of {name}',
    ended: 'The visit is over',
  },
  es: {
    title: 'Desde fuera',
    until: '{role}, desde {from} hasta {to} como máximo',
    was: '{role}, de {from} a {to}',
    now: 'Está aquí',
    end: 'Terminar la visita',
    endNamed: 'Terminar la visita de {name}',
    ended: 'La visita terminó',
  },
})
