/** Where the imports of a local database are kept: beside it, and deleted with it. */
export function importStoreName(databaseName: string): string {
  return `${databaseName}-import`
}
