const SYSTEMS = { darwin: 'darwin', linux: 'linux', win: 'win32', win32: 'win32', windows: 'win32' }
const OTHER_SYSTEMS = ['android', 'freebsd', 'openbsd', 'openharmony']
const PROCESSORS = ['arm64', 'x64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32']

/**
 * The entries that a lock lacks: optional dependencies of its packages, for the systems that their names say.
 * @param {{ packages: Record<string, Record<string, unknown>> }} lock a package-lock.json of version 3
 * @returns {Record<string, Record<string, unknown>>} by their path, to be merged into `packages`
 */
export function lockAdditions(lock) {
  const additions = {}
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`
      if (path in lock.packages || path in additions || !isExact(version)) continue
      additions[path] = {
        version: version.replace('^', ''),
        ...systemOf(name),
        ...(entry.dev && { dev: true }),
        optional: true,
      }
    }
  }
  return additions
}

/** Binaries for a system are named with the one version that fits their package. */
function isExact(version) {
  return /^\^?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
}

function systemOf(name) {
  const words = name.split(/[-/]/)
  const other = OTHER_SYSTEMS.find((system) => words.includes(system))
  const os = other ?? words.map((word) => SYSTEMS[word]).find((system) => system)
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(os === 'linux' && libc && { libc: [libc] }),
    ...(os && { os: [os] }),
  }
}
