import type { EquipmentTarget, ImportKind, PeopleTarget, Target } from './targets.ts'

/**
 * How other trackers, spreadsheets and rosters name their columns, in the form of `plainHeader`, the likeliest first.
 * English and Spanish.
 */
const equipmentWords: Record<Exclude<EquipmentTarget, 'custom'>, string> = {
  tagCode:
    'asset tag|tag code|barcode|bar code|tag number|tag|asset number|asset id|tag id|item barcode|qr code|qr|asset code|item number|item id|item code|inventory number|inventory id|equipment number|equipment id|sku|upc|scan code|code|number|etiqueta|codigo de barras|codigo|numero de inventario|number de inventario|numero de etiqueta|numero de activo|placa|code barre',
  name: 'item name|asset name|equipment name|name|item|equipment|asset|item description|description|title|product|product name|article|nombre|nombre del articulo|articulo|equipo deportivo|equipamiento|descripcion|pieza',
  serial:
    'serial number|serial|serial id|sn|s n|mfg serial|manufacturer serial|numero de serie|number de serie|serie',
  kind: 'kind|item kind|tracking|tracking type|serialized|is bulk|bulk|consumable|tipo de registro',
  quantity:
    'quantity|qty|count|on hand|quantity on hand|qty on hand|stock|total quantity|total qty|total|units|amount|current stock|owned|cantidad|existencias|cant|unidades|total unidades',
  categoryId:
    'category|item category|asset category|equipment type|item type|asset type|type|group|class|sub category|subcategory|categoria|tipo|clase|grupo',
  manufacturer: 'manufacturer|make|brand|maker|mfg|mfr|vendor brand|fabricante|marca',
  model: 'model|model name|model number|style|style number|style name|modelo|estilo',
  size: 'size|item size|sz|helmet size|jersey size|shirt size|talla|tamano|medida',
  jerseyNumber:
    'jersey number|jersey|uniform number|uniform|player number|numero de camiseta|camiseta|dorsal|numero de uniforme',
  teamId: 'team|team name|sport|assigned team|program|squad|sport team|equipo|deporte|seleccion',
  homeLocationId:
    'home location|location|default location|storage location|storage|site|room|building|bin|shelf|warehouse|place|area|locker|asset location|location name|ubicacion|lugar|almacen|bodega|sala|deposito',
  status:
    'status|asset status|item status|state|availability|checked out|estado|disponibilidad|estatus|situacion',
  condition:
    'condition|item condition|asset condition|quality|grade|rating|condicion|estado de conservacion|conservacion|calidad',
  holder:
    'checked out to|assigned to|issued to|holder|current holder|custodian|borrower|athlete|player|student|user|owner|in possession of|checked out by|assigned user|employee|entregado a|asignado a|en poder de|prestado a|responsable|deportista|jugador|atleta',
  dueAt:
    'due date|due|due back|return date|expected return|return by|expected checkin date|expected check in|expected checkin|date due|due at|fecha de devolucion|vence|devolucion|fecha limite',
  purchaseDate:
    'purchase date|purchased|date purchased|acquired|acquisition date|date acquired|bought|purchased on|date of purchase|year purchased|in service date|fecha de compra|comprado|adquirido|fecha de adquisicion',
  purchasePriceCents:
    'purchase price|purchase cost|price|cost|unit cost|unit price|value|cost each|replacement cost|item cost|precio|costo|coste|valor|precio de compra',
  warrantyUntil:
    'warranty until|warranty expires|warranty end|warranty|warranty expiration|warranty date|garantia|garantia hasta|fin de garantia',
  recertifyBy:
    'recertify by|recertification due|recertification|recert date|recert due|next reconditioning|recondition by|reconditioning due|next recertification|certification expires|next inspection|recertificacion|recertificar antes de|reacondicionar antes de',
  retireBy:
    'retire by|retirement date|end of life|eol|eol date|expires|expiration|expiration date|useful life ends|replace by|dar de baja|baja|fecha de baja|caduca|vida util',
  notes:
    'notes|note|comments|comment|remarks|memo|details|additional info|notas|nota|comentarios|observaciones|comentario',
  tags: 'tags|labels|keywords|etiquetas|palabras clave',
}

const peopleWords: Record<PeopleTarget, string> = {
  name: 'name|full name|student name|athlete name|player name|display name|athlete|player|student|participant|nombre completo|nombre y apellidos|nombre y apellido|deportista|jugador|jugadora|atleta|alumno|alumna|estudiante|nombre del alumno',
  firstName:
    'first name|first|given name|firstname|preferred name|fname|student first name|nombre|nombres|primer nombre|nombre de pila',
  lastName:
    'last name|last|surname|family name|lastname|lname|student last name|apellido|apellidos|primer apellido',
  jerseyNumber:
    'jersey number|jersey|number|uniform number|uniform|player number|numero de camiseta|dorsal|numero|camiseta',
  badgeCode:
    'badge code|badge|badge id|barcode|badge number|id card|card number|student id|student number|id number|student no|sis id|local id|school id|employee number|id|credencial|matricula|codigo|codigo de barras|numero de estudiante|id de estudiante|carne|numero de alumno',
  teamIds: 'team|teams|sport|sports|team name|squad|roster|group|program|equipo|equipos|deporte|deportes',
  kind: 'kind|role|type|person type|user type|position type|tipo|rol|funcion',
  active: 'active|is active|status|enrolled|current|activo|activa|estado|inscrito',
  sizes:
    'size|shirt size|jersey size|helmet size|shoe size|pants size|short size|pant size|shorts size|glove size|shoe|hat size|t shirt size|shoulder pad size|talla|talla de camiseta|talla de casco|talla de calzado|talla de pantalon|calzado|casco',
}

/** Columns of bookkeeping that nobody misses, and of personal data that is not needed here: left out unless chosen. */
const leftOut: Record<ImportKind, string> = {
  equipment:
    'created at|created|created date|updated at|updated|updated date|last modified|modified|created by|updated by|image|image url|photo|photo url|url|link|line|problem|row|linea|problema|checkout date|last checkout|last checkin|depreciation|deleted at|uuid|internal id|record id|fila|creado|actualizado',
  people:
    'email|e mail|phone|mobile|cell|address|city|state|zip|dob|date of birth|birthdate|birthday|gender|grade|grad year|graduation year|class of|class|year|height|weight|position|hometown|parent|parent name|parent email|parent phone|guardian|emergency contact|photo|line|problem|row|created at|updated at|notes|correo|correo electronico|telefono|direccion|fecha de nacimiento|grado|ano de graduacion|curso|posicion|altura|peso|padre|madre|linea|problema|fila',
}

const lists = new Map<ImportKind, ReadonlyMap<Target, readonly string[]>>([
  ['equipment', listsOf(equipmentWords, leftOut.equipment)],
  ['people', listsOf(peopleWords, leftOut.people)],
])

function listsOf(
  words: Partial<Record<Target, string>>,
  out: string,
): ReadonlyMap<Target, readonly string[]> {
  const map = new Map<Target, readonly string[]>()
  for (const [target, names] of Object.entries(words))
    if (isTargetName(target)) map.set(target, names.split('|'))
  return map.set('none', out.split('|'))
}

function isTargetName(name: string): name is Target {
  return Object.hasOwn(equipmentWords, name) || Object.hasOwn(peopleWords, name)
}

export function wordsOf(kind: ImportKind): ReadonlyMap<Target, readonly string[]> {
  return lists.get(kind) ?? new Map()
}

/** A header as it is compared: `AssetTag #` and `asset_tag no.` are the same. */
export function plainHeader(header: string): string {
  return header
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\((?:required|optional|usd|\$|€|obligatorio|opcional)\)/g, ' ')
    .replace(/#|№|\bn[ºo°]\.?(?=\s|$)|\bnum\b\.?|\bnbr\b|\bnro\b\.?/g, ' number ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
