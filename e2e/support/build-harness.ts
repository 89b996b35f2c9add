import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { gzippedFile } from '../../client/gzipped-file.ts'

/** Builds the client without its screens into a folder, with the real service worker. */
export async function buildHarness(folder: string): Promise<string> {
  const root = fileURLToPath(new URL('harness-page', import.meta.url))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      gzippedFile(),
      VitePWA({
        strategies: 'injectManifest',
        srcDir: '../../../client/src',
        filename: 'sw.ts',
        injectRegister: false,
        injectManifest: { rollupFormat: 'iife', globPatterns: ['**/*.{html,js}'] },
        includeManifestIcons: false,
        manifest: false,
      }),
    ],
    build: { target: 'es2022', outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
  })
  if (!existsSync(join(folder, 'sw.js'))) throw new Error('The service worker was not built.')
  return folder
}
