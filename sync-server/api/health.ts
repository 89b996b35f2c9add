import { Hono } from 'hono'
import type { Database } from '../db/database.ts'
import type { AppEnv } from './app-env.ts'

/** `live`: the process answers. `ready`: it can do its work, which asks for Postgres and for not being about to end. */
export function healthRoutes(database: Database, isDraining: () => boolean): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  const noStore = { 'Cache-Control': 'no-store' }

  routes.get('/live', (context) => context.json({ status: 'live' }, 200, noStore))

  routes.get('/ready', async (context) => {
    if (isDraining()) return context.json({ status: 'draining' }, 503, noStore)
    const reached = await Promise.race([
      database`SELECT 1`.then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(resolve, 2_000, false).unref()),
    ])
    return reached
      ? context.json({ status: 'ready' }, 200, noStore)
      : context.json({ status: 'database-unavailable' }, 503, noStore)
  })

  return routes
}
