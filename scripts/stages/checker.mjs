import { join } from 'node:path'
import { runInForeground } from '../setup/foreground.mjs'
import { projectEnvironment, projectNode } from '../setup/project-node.mjs'

/**
 * Runs a checker, which passes or fails as a whole.
 * @param {string} root
 * @param {string[]} command its file below node_modules, and its arguments
 */
export async function runChecker(root, [file, ...args]) {
  const code = await runInForeground(projectNode(root), [join(root, 'node_modules', file), ...args], {
    cwd: root,
    env: projectEnvironment(root),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, note: `exit code ${code}` }
}
