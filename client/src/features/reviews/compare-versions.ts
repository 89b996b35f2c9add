import { isJsonObject, type Json, type JsonObject, sameJson } from '../../../../shared/json.ts'

export interface Versions {
  readonly base: JsonObject | undefined
  readonly device: JsonObject | undefined
  readonly server: JsonObject | undefined
}

/** One field of the versions, side by side. */
export interface VersionRow {
  readonly field: string
  readonly base: Json | undefined
  readonly device: Json | undefined
  readonly server: Json | undefined
  readonly differs: boolean
}

export function versionsOf(review: {
  readonly base?: Json
  readonly device?: Json
  readonly server?: Json
}): Versions {
  const object = (value: Json | undefined) => (isJsonObject(value) ? value : undefined)
  return { base: object(review.base), device: object(review.device), server: object(review.server) }
}

/**
 * The fields of a review's versions, those that differ first, each part in the order of `order` with fields nobody
 * foresaw last: nothing that was sent is left out unless `isShown` says that it means nothing to people.
 */
export function compareVersions(
  versions: Versions,
  order: readonly string[],
  isShown: (field: string) => boolean,
): readonly VersionRow[] {
  const present = [versions.base, versions.device, versions.server].filter((version) => version !== undefined)
  const fields = new Set(present.flatMap((version) => Object.keys(version)))
  const known = order.filter((field) => fields.has(field))
  const foreign = [...fields].filter((field) => !order.includes(field)).sort()
  const rows = [...known, ...foreign].filter(isShown).map((field): VersionRow => {
    const [first, ...rest] = present.map((version) => valueIn(version, field))
    return {
      field,
      base: valueIn(versions.base, field),
      device: valueIn(versions.device, field),
      server: valueIn(versions.server, field),
      differs: rest.some((value) => !sameJson(value, first)),
    }
  })
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)]
}

function valueIn(version: JsonObject | undefined, field: string): Json | undefined {
  return version && Object.hasOwn(version, field) ? version[field] : undefined
}
