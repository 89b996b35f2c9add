import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import { defaultClientConditions, defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'
import { gzippedFile } from './gzipped-file.ts'

const server = 'http://127.0.0.1:8080'

/**
 * `vite build client` writes client/dist, `vite client` serves it with hot reload on 5173 beside a server on 8080.
 * Nothing inline is emitted: the pages run under `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'`.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    gzippedFile(),
    tailwind(),
    solid(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The page registers the worker itself (src/app/updates.ts), so that an update waits for the person.
      injectRegister: false,
      injectManifest: {
        // A classic worker in one file.
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,svg,png,woff2,gz,webmanifest}'],
        // Cached when first used: Automerge's megabyte of WebAssembly (when notes are edited), letters beyond Western
        // European ones (the system's font stands in), the reader of codes for browsers without WebAssembly.
        globIgnores: ['**/automerge*', '**/archivo-latin-ext*', '**/archivo-vietnamese*', '**/jsQR*'],
        maximumFileSizeToCacheInBytes: 2_000_000,
      },
      includeManifestIcons: false,
      manifest: {
        id: '/',
        name: 'ETrax',
        short_name: 'ETrax',
        description: 'Athletic equipment for schools, tracked where there is no signal.',
        lang: 'en',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f3f5f4',
        theme_color: '#f3f5f4',
        categories: ['sports', 'education', 'productivity'],
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  resolve: {
    // RxJS for the browsers of today, without helpers for those of 2015.
    conditions: ['es2015', ...defaultClientConditions],
    // Dexie likewise; RxDB alone imports it, so there is one Dexie still.
    alias: { dexie: 'dexie/dist/modern/dexie.mjs' },
  },
  // The decoder loads its second reader only where the first cannot run: that takes a module worker.
  worker: { format: 'es', plugins: () => [gzippedFile()] },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // An inlined file is a data: URL, which the content security policy refuses.
    assetsInlineLimit: 0,
    // The page names what it starts with. The parts do not: the service worker has them all at hand, and to list what each
    // of them needs would lengthen every start.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every start takes is two files and not ten, which packs better; an update of ours leaves the libraries' as
          // it is.
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/ },
            { name: 'start', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/sync': {
        target: server,
        ws: true,
        bypass: (request) => (request.url === '/sync' ? '/index.html' : undefined),
      },
      '/health': { target: server },
    },
  },
  preview: { port: 4173 },
})
