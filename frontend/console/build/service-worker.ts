/** Emits sw.js with the list of what was built and a version that changes with its content. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const SOURCE = fileURLToPath(new URL('../worker/sw.js', import.meta.url))
const CACHED = /\.(js|css|wasm|woff2)$/

export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const files = [...Object.keys(bundle).filter((file) => CACHED.test(file)), 'index.html'].sort()
      const source = await readFile(SOURCE, 'utf8')
      const digest = createHash('sha256').update(source)
      // Names carry a hash of their content; the page is made last and holds only those names.
      digest.update(files.join('\n'))
      const version = digest.digest('hex').slice(0, 12)
      const head = `self.__VERSION=${JSON.stringify(version)};self.__FILES=${JSON.stringify(files)};\n`
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: head + source })
    },
  }
}
