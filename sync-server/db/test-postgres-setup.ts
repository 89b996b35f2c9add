import type { TestProject } from 'vitest/node'
import { makeTemplate, type PostgresTemplate } from './test-postgres-template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresTemplate: PostgresTemplate
  }
}

/** Vitest's global setup: makes the cluster that every test file copies, and answers what clears all away. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, remove } = await makeTemplate()
  project.provide('postgresTemplate', template)
  return remove
}
