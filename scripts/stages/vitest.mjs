import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runInForeground } from '../setup/foreground.mjs'
import { projectEnvironment, projectNode } from '../setup/project-node.mjs'

/**
 * Runs vitest's projects and counts their tests.
 * @param {string} root
 * @param {string} name names the report in test-results/
 * @param {string[]} projects
 * @param {Record<string, string>} [environment]
 */
export async function runVitest(root, name, projects, environment) {
  const folder = join(root, 'test-results')
  const report = join(folder, `${name}.json`)
  mkdirSync(folder, { recursive: true })
  rmSync(report, { force: true })
  const args = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const code = await runInForeground(projectNode(root), args, {
    cwd: root,
    env: projectEnvironment(root, environment),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return count(report, code)
}

function count(report, code) {
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, note: `vitest left no report, exit code ${code}` }
  }
  const passed = result.numPassedTests
  // A file that could not be loaded has no tests to count and is one failure; so is an error outside of any test.
  const unloaded = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = result.numFailedTests + unloaded.length
  if (failed === 0 && passed === 0) return { passed, failed: 1, note: 'there are no tests' }
  if (failed === 0 && code !== 0) return { passed, failed: 1, note: `vitest ended with exit code ${code}` }
  return { passed, failed }
}
