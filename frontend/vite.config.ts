/** Builds the look and the small scripts of the server-rendered faces into the Python package. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { brand } from './brand/plugin.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  base: '/static/',
  publicDir: false,
  plugins: [brand(here('./brand'))],
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: here('../src/tiemchung/static/dist'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // an inlined font or picture would need `data:` in the CSP
    rolldownOptions: {
      input: {
        app: here('theme/app.scss'),
        site: here('site/site.ts'),
        live: here('live/live.ts'),
      },
    },
  },
})
