import { t } from './messages.ts'

/** Fields that keep order between devices and say nothing to a person. */
const TECHNICAL = new Set([
  'id',
  'stamp',
  'statusStamp',
  'conditionStamp',
  'custodyId',
  'previousId',
  'previousIds',
  'merge',
  'createdAt',
  'updatedAt',
  'receivedAt',
  '_deleted',
  // Said on the thing's own page.
  'loan',
])

export function isShownField(field: string): boolean {
  return !TECHNICAL.has(field)
}

/** A field's name; the field's own key where it has none, so that nothing that was sent is hidden. Reactive. */
export function fieldLabel(collection: string, field: string): string {
  const special = `field.${collection}.${field}`
  const general = `field.${field}`
  if (t.has(special)) return t(special)
  return t.has(general) ? t(general) : field
}
