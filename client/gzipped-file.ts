import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * `import { address } from 'file?gzip'`: where the file lies in gzipped form. For a large file that every device keeps: the
 * server packs what it sends anyway, but a browser unpacks that before it stores it.
 */
export function gzippedFile(): Plugin {
  let building = false
  return {
    name: 'etrax-gzipped-file',
    configResolved(config) {
      building = config.command === 'build'
    },
    load(id) {
      const [path = '', query] = id.split('?')
      if (query !== 'gzip') return undefined
      const source = gzipSync(readFileSync(path), { level: 9 })
      if (!building)
        return `export const address = 'data:application/gzip;base64,${source.toString('base64')}'`
      const file = this.emitFile({ type: 'asset', name: `${basename(path)}.gz`, source })
      return `export const address = import.meta.ROLLUP_FILE_URL_${file}`
    },
  }
}
