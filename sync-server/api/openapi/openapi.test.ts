import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '../../../shared/registry.ts'
import { type TestServer, testServer } from '../../identity/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.end())

test('the description names every route with its method, and every collection', async () => {
  const answer = await server.request('/api/v1/openapi.json')
  const description = await answer.json()
  expect(description.openapi).toBe('3.1.0')
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = server.routes.map(
    ({ method, path }) => `${method} /api/v1${path.replace(/:(\w+)/g, '{$1}')}`,
  )
  expect(described.filter((name) => name.includes('/api/v1')).sort()).toEqual(routes.sort())
  expect(Object.keys(description.components.schemas).sort()).toEqual(
    [
      'Problem',
      'Checkpoint',
      'DeviceDocument',
      'PushedDocument',
      'PushRow',
      'Rejection',
      ...Object.keys(registry),
    ].sort(),
  )
})

test('operation ids are unique, and each operation says how it is refused', async () => {
  const description = await (await server.request('/api/v1/openapi.json')).json()
  const operations = Object.values<Record<string, { operationId: string; responses: object }>>(
    description.paths,
  ).flatMap((methods) => Object.values(methods))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { responses } of operations) expect(Object.keys(responses)).not.toEqual([])
})

test('the page runs without scripts and styles of its own, under the policy that it is served with', async () => {
  const answer = await server.request('/api/v1/docs')
  const html = await answer.text()
  expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
  expect(html).not.toMatch(/<script|<style|style=|onload|https?:\/\//)
  expect(html).toContain('/api/v1/equipment/{id}/transactions')
  expect((await server.request('/api/v1/docs.css')).headers.get('Content-Type')).toBe(
    'text/css; charset=utf-8',
  )
})
