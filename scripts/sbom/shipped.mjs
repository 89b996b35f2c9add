import { globSync, readFileSync } from 'node:fs'

/** Licences of packages whose entry in the lock names none: those for other systems, of which nothing is unpacked here. */
const STATED = [
  [/^@node-rs\/bcrypt-/, 'MIT'],
  [/^node-(?:darwin|linux|win)-/, 'MIT'],
]

/**
 * Every package that ships: what the server needs, on whatever system, and what of the tools becomes part of the built client.
 * @param root folder of the project, with a slash at its end
 */
export function shippedPackages(root) {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
  const bundled = bundledTools(root, packages)
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && (!isTool(entry) || bundled.has(path)))
    .map(([path, entry]) => describe(nameOf(path), entry))
    .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1))
    .filter((one, index, all) => one.name !== all[index - 1]?.name || one.version !== all[index - 1]?.version)
}

/** What builds, checks and tests; also where a package of the server may use it, and does not need it. */
const isTool = ({ dev, devOptional }) => dev === true || devOptional === true

function describe(name, { version, license, integrity, optional }) {
  const stated = STATED.find(([form]) => form.test(name))
  return { name, version, licence: license ?? stated?.[1], integrity, optional: optional === true }
}

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Paths in the lock of tools that the client's source imports, and of what these need. */
function bundledTools(root, packages) {
  const { devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const files = globSync('client/src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\btest\b/.test(file))
  const source = files.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n')
  const imported = Object.keys(devDependencies).filter((name) =>
    [`'${name}'`, `'${name}/`].some((written) => source.includes(`from ${written}`)),
  )
  const found = new Set()
  const waiting = imported.map((name) => `node_modules/${name}`)
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path) || !packages[path]) continue
    found.add(path)
    for (const name of Object.keys(packages[path].dependencies ?? {})) {
      const inner = `${path}/node_modules/${name}`
      waiting.push(packages[inner] ? inner : `node_modules/${name}`)
    }
  }
  return found
}
