import { refreshAnalytics } from '../organizations/refresh-analytics.ts'
import { type DemoDatabases, demoTenant, markSeeded } from './demo-tenants.ts'
import { relaxSecondFactor, setPasswords, usersByEmail } from './demo-users.ts'
import { type DemoSize, type SchoolPlan, schoolPlans } from './school-plans.ts'
import { seedSchool } from './seed-school.ts'
import { type DemoSignIn, randomPassword, readSignIns, writeSignIns } from './sign-ins.ts'

export interface DemoOptions extends DemoDatabases {
  /** ETRAX_DATA: the sign-ins are written there. */
  readonly dataDir: string
  readonly size?: DemoSize
  /** The moment that the demo's seasons end at, ms since 1970. */
  readonly now?: number
}

/**
 * Makes the demo schools where they are missing, and the sign-ins file with them; a run that was cut off goes on where it
 * ended. A school of the same name that is no demo is left alone. Resolves to the sign-ins, one for each role and school.
 */
export async function seedDemo(options: DemoOptions): Promise<readonly DemoSignIn[]> {
  const now = options.now ?? Date.now()
  const kept = await readSignIns(options.dataDir)
  const made: DemoSignIn[] = []
  const schools: (() => Promise<void>)[] = []
  for (const plan of schoolPlans(options.size ?? 'full')) {
    const demo = await demoTenant(options, plan, now)
    if (!demo) continue
    const wanted = signInsOf(plan, kept)
    made.push(...wanted)
    const missing = wanted.filter((signIn) => !kept.includes(signIn))
    schools.push(async () => {
      await relaxSecondFactor(options.database, demo.tenant)
      if (demo.seeded) {
        const known = await usersByEmail(options.database, demo.tenant)
        await setPasswords(options.database, demo.tenant, missing, (email) => known.get(email))
        return
      }
      const users = await seedSchool(options.database, plan, demo)
      const ids = new Map(users.map(({ email, id }) => [email, id]))
      await setPasswords(options.database, demo.tenant, wanted, (email) => ids.get(email))
      await markSeeded(options.admin, demo)
    })
  }
  // Written first: a password that is in force is always one that somebody can read.
  if (made.some((signIn) => !kept.includes(signIn))) await writeSignIns(options.dataDir, made)
  await Promise.all(schools.map((seed) => seed()))
  await refreshAnalytics(options.admin, options.appRole)
  return made
}

/** One for each role, from the highest to the lowest, with the password that was given out before. */
function signInsOf({ slug, staff }: SchoolPlan, kept: readonly DemoSignIn[]): readonly DemoSignIn[] {
  const people = staff.flatMap(({ role, email }) => (email === undefined ? [] : [{ role, email }]))
  const all = [...people, { role: 'USER' as const, email: `member@${slug}.example` }]
  return all.map(
    ({ role, email }) =>
      kept.find((one) => one.tenant === slug && one.role === role && one.email === email) ?? {
        tenant: slug,
        role,
        email,
        password: randomPassword(),
      },
  )
}
