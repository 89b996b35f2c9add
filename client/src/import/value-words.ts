import type { Condition, Equipment, EquipmentStatus } from '../../../shared/collections/equipment.ts'
import type { Person } from '../../../shared/collections/people.ts'

/** A word of a column as it is compared and remembered. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim()
}

function words<Value extends string>(lists: Readonly<Record<Value, string>>): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>()
  for (const value in lists) for (const word of lists[value].split('|')) map.set(word, value)
  return map
}

/** How other trackers say it, English and Spanish, in the form of `plainWord`. */
export const statusWords = words<EquipmentStatus>({
  available:
    'available|in stock|in|checked in|in storage|ready|ready to deploy|deployable|on hand|active|in room|stored|returned|free|ok|in house|disponible|en existencia|almacenado|en bodega|devuelto|libre|activo|listo',
  checked_out:
    'checked out|out|issued|assigned|in use|deployed|loaned|on loan|lent|borrowed|with athlete|with player|taken|entregado|prestado|asignado|en uso|fuera|en poder',
  in_maintenance:
    'in maintenance|maintenance|in repair|repair|being repaired|out for repair|service|in service|needs repair|reconditioning|at reconditioner|out for reconditioning|under repair|cleaning|mantenimiento|en mantenimiento|reparacion|en reparacion|reacondicionamiento|limpieza',
  lost: 'lost|missing|stolen|not found|lost stolen|unaccounted|not returned|perdido|extraviado|robado|faltante|no devuelto',
  retired:
    'retired|disposed|discarded|inactive|archived|destroyed|sold|written off|broken|out of service|scrapped|donated|end of life|surplus|dado de baja|baja|retirado|desechado|inactivo|vendido|roto|fuera de servicio',
})

export const conditionWords = words<Condition>({
  new: 'new|brand new|like new|mint|unused|excellent new|a+|nuevo|nueva|como nuevo|sin usar',
  good: 'good|excellent|very good|great|ok|okay|fine|a|b|usable|serviceable|game ready|reconditioned|bueno|buena|buen estado|excelente|muy bueno|bien',
  fair: 'fair|average|used|worn|acceptable|c|moderate|practice|practice only|some wear|regular|usado|usada|aceptable|desgastado',
  poor: 'poor|bad|damaged|heavily worn|d|needs repair|very worn|malo|mala|mal estado|danado|deteriorado',
  unsafe:
    'unsafe|broken|unusable|failed|condemned|do not use|f|cracked|recalled|inseguro|insegura|peligroso|no usar|inservible|roto|rota',
})

export const kindWords = words<Equipment['kind']>({
  serialized:
    'serialized|serialised|individual|single|asset|unique|tracked|item|each|no|false|0|individualizado|unico|activo',
  bulk: 'bulk|consumable|quantity|stock|non serialized|nonserialized|accessory|supply|supplies|lot|group|yes|true|1|x|granel|consumible|cantidad|lote|si',
})

export const personKindWords = words<Person['kind']>({
  athlete:
    'athlete|student|player|student athlete|pupil|participant|deportista|atleta|alumno|alumna|estudiante|jugador|jugadora',
  staff:
    'staff|coach|head coach|assistant coach|teacher|trainer|athletic trainer|employee|faculty|admin|manager|equipment manager|volunteer coach|entrenador|entrenadora|personal|docente|profesor|profesora|empleado|preparador',
  other: 'other|parent|guest|volunteer|vendor|aide|otro|otra|padre|madre|invitado|voluntario',
})

export const activeWords = words<'yes' | 'no'>({
  yes: 'yes|y|true|1|active|current|enrolled|x|on|si|s|activo|activa|verdadero|inscrito|inscrita',
  no: 'no|n|false|0|inactive|former|graduated|withdrawn|off|left|transferred|inactivo|inactiva|falso|egresado|graduado|retirado|baja',
})
