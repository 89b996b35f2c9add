import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const WANTED = [22, 18]

/**
 * The Node that runs the project: its own, which a package brings, else the one that runs now if it is new enough.
 * @param {string} root the project's folder, with its packages installed
 * @returns {string} the path of a Node that runs TypeScript files
 */
export function projectNode(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const folder = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin')
  const own = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return process.execPath
  throw new Error(
    `There is no packaged Node for ${process.platform} ${process.arch}, and this one is ${process.versions.node}. Install Node 24.`,
  )
}

/**
 * The environment for what runs under the project's Node: programs started from there find that Node first.
 * @param {string} root
 * @param {Record<string, string>} [more]
 */
export function projectEnvironment(root, more = {}) {
  const path = [dirname(projectNode(root)), join(root, 'node_modules', '.bin'), process.env.PATH]
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
  return { ...process.env, ...plain, PATH: path.join(delimiter), ...more }
}
