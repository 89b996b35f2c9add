import type { Definition } from '../../../shared/collections/definition.ts'
import { type Route, route } from '../route.ts'
import { DOCS_CSS, docsPage } from './docs-page.ts'
import { openApi } from './openapi.ts'

/** The API's description for programs and for people; it tells nothing of any school. */
export function openApiRoutes(
  described: readonly Route[],
  definitions: readonly Definition[],
): readonly Route[] {
  const group = 'description'
  const answers = [{ status: 200, description: 'The description' }]
  const listed: Route[] = []
  const text = (path: string, summary: string, type: string, make: () => string) => {
    let made: string | undefined
    listed.push(
      route({ method: 'GET', path, group, summary, callers: 'everybody', answers }, (context) => {
        made ??= make()
        return context.body(made, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' })
      }),
    )
  }
  const whole = () => openApi([...described, ...listed], definitions)
  text('/openapi.json', 'The API as OpenAPI 3.1', 'application/json; charset=utf-8', () =>
    JSON.stringify(whole()),
  )
  text('/docs', 'The API as a page', 'text/html; charset=utf-8', () => docsPage(whole()))
  text('/docs.css', 'How the page looks', 'text/css; charset=utf-8', () => DOCS_CSS)
  return listed
}
