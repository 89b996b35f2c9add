import { moveOrganization, renameOrganization } from '../../../sync-server/organizations/change-tree.ts'
import {
  createOrganization,
  findOrganization,
  listOrganizations,
  ORGANIZATION_KINDS,
  type Organization,
} from '../../../sync-server/tenancy/organizations.ts'
import { listTenants } from '../../../sync-server/tenancy/tenants.ts'
import type { AdminDatabase } from '../admin-database.ts'

export const ORGANIZATION_HELP = `  organization list                             the tree of organizations with their schools
  organization add NAME --kind KIND             KIND: state, district, county or other
           [--parent ORG]
  organization move ORG --parent ORG            with all that is below it, or
           [--no-parent]                        to the top
  organization rename ORG NAME                  ORG: an organization's id, or its name where no other has it
`

export interface OrganizationOptions {
  readonly kind?: string | undefined
  readonly parent?: string | undefined
  readonly 'no-parent'?: boolean | undefined
}

/** @param words what stands behind `organization` */
export async function organization(
  { admin, appRole }: AdminDatabase,
  words: readonly string[],
  { kind, parent, 'no-parent': noParent }: OrganizationOptions,
  say: (sentence: string) => void,
): Promise<void> {
  const [command, which, name] = words
  if (command === 'list') return (await treeLines({ admin })).forEach(say)
  if (which === undefined) throw new Error(`There is this of organizations:\n\n${ORGANIZATION_HELP}`)
  if (command === 'add') {
    const known = ORGANIZATION_KINDS.find((one) => one === kind)
    if (!known) throw new Error(`--kind is one of ${ORGANIZATION_KINDS.join(', ')}.`)
    const above = parent === undefined ? {} : { parentId: (await namedOrganization(admin, parent)).id }
    const { id } = await createOrganization(admin, { name: which, kind: known, ...above })
    return say(`${which} is there: ${id}`)
  }
  const { id } = await namedOrganization(admin, which)
  if (command === 'rename') {
    await renameOrganization(admin, id, name ?? '')
    return say(`${which} is ${name} now.`)
  }
  if (command !== 'move') throw new Error(`There is this of organizations:\n\n${ORGANIZATION_HELP}`)
  if ((parent === undefined) !== (noParent === true)) throw new Error('Say --parent ORG or --no-parent.')
  const above = parent === undefined ? undefined : await namedOrganization(admin, parent)
  await moveOrganization(admin, appRole, { id, parentId: above?.id ?? null })
  say(above ? `${which} is below ${above.name} now.` : `${which} is below none now.`)
}

/** @throws Error where there is none */
export async function namedOrganization(
  admin: AdminDatabase['admin'],
  idOrName: string,
): Promise<Organization> {
  const found = await findOrganization(admin, idOrName)
  if (!found) throw new Error(`There is no organization ${idOrName}.`)
  return found
}

/** Each organization below the one above it, its schools first. */
async function treeLines({ admin }: Pick<AdminDatabase, 'admin'>): Promise<readonly string[]> {
  const organizations = await listOrganizations(admin)
  const schools = await listTenants(admin)
  function below(parentId: string | null, indent: string): readonly string[] {
    return organizations
      .filter((one) => one.parentId === parentId)
      .flatMap(({ id, name, kind }) => [
        `${indent}${name} (${kind})  ${id}`,
        ...schools
          .filter(({ organizationId }) => organizationId === id)
          .map(({ slug, name: school }) => `${indent}  ${slug}  ${school}`),
        ...below(id, `${indent}  `),
      ])
  }
  return below(null, '')
}
