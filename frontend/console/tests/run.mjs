/**
 * Runs the unit tests of the stations' pure parts under Node's own runner.
 *
 * Node 20 cannot read TypeScript, so Vite (which is here anyway) bundles each test first.
 * Usage: node console/tests/run.mjs [name ...]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const wanted = process.argv.slice(2)
const tests = readdirSync(here)
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
const out = mkdtempSync(join(tmpdir(), 'tiemchung-stations-'))
try {
  await build({
    configFile: false,
    logLevel: 'error',
    root: here,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      ssr: true,
      outDir: out,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(tests.map((file) => [file.replace(/\.ts$/, ''), join(here, file)])),
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  })
  const files = tests.map((file) => join(out, file.replace(/\.ts$/, '.mjs')))
  const ran = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], {
    stdio: 'inherit',
    env: { ...process.env, GOLDEN: fileURLToPath(new URL('../../../tests/golden', import.meta.url)) },
  })
  process.exitCode = ran.status ?? 1
} finally {
  rmSync(out, { recursive: true, force: true })
}
