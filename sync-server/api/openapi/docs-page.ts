import type { OpenApi } from './openapi.ts'
import type { Operation } from './operation.ts'

/** The API to read: one page without scripts. */
export function docsPage({ info, paths }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const sections = [...groups].map(([group, listed]) => {
    const rows = listed.map(({ path, method, operation }) => operationHtml(method, path, operation)).join('')
    return `<section><h2>${escapeHtml(group)}</h2>${rows}</section>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)} API</title>
<link rel="stylesheet" href="/api/v1/docs.css">
</head>
<body>
<main>
<h1>${escapeHtml(info.title)} API</h1>
<p>${escapeHtml(info.description)} The whole of it for programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
</main>
</body>
</html>
`
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const answers = Object.entries(operation.responses)
    .filter(([status]) => status !== 'default')
    .map(([status, answer]) => `<dt>${status}</dt><dd>${escapeHtml(textOf(answer, 'description'))}</dd>`)
  const parameters = (operation.parameters ?? []).map(
    (parameter) =>
      `<dt>${escapeHtml(textOf(parameter, 'name'))}</dt><dd>${escapeHtml(textOf(parameter, 'description') || textOf(parameter, 'in'))}</dd>`,
  )
  const body = operation.requestBody
    ? `<h3>Body</h3><pre>${escapeHtml(JSON.stringify(schemaOf(operation.requestBody), null, 2))}</pre>`
    : ''
  return `<details id="${operation.operationId}">
<summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> <span>${escapeHtml(operation.summary)}</span></summary>
<p>${escapeHtml(operation.description ?? (operation.security?.length === 0 ? 'For everybody.' : 'For everybody who is signed in.'))}</p>
${parameters.length === 0 ? '' : `<h3>Parameters</h3><dl>${parameters.join('')}</dl>`}
${body}
<h3>Answers</h3><dl>${answers.join('')}</dl>
</details>`
}

function textOf(value: object, key: string): string {
  const found = Object.entries(value).find(([name]) => name === key)?.[1]
  return typeof found === 'string' ? found : ''
}

function schemaOf(body: object): unknown {
  const json = JSON.stringify(body, (key, value) =>
    key === 'required' && value === true ? undefined : value,
  )
  return JSON.parse(json).content['application/json'].schema
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

export const DOCS_CSS = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 2rem 0 0.5rem; }
h3 { margin: 1rem 0 0.25rem; font-size: 1rem; }
details { border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
summary { padding: 0.75rem 0; cursor: pointer; min-height: 1.5rem; }
summary b { display: inline-block; min-width: 4.5rem; }
summary span { opacity: 0.8; }
code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 0.75rem; background: color-mix(in srgb, currentcolor 8%, transparent); }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0 0 1rem; }
dt { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
dd { margin: 0; }
`
