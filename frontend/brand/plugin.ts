/**
 * Emits what carries no hash because its address is fixed: icons, one manifest for each installable
 * face, licences, and the full fonts that PDF pages embed (browsers get the theme's small subsets).
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Plugin } from 'vite'
import { licences } from './licences.ts'

const BRAND = '#0a5666'
const PAPER = '#f6f4ee'
const FONTS = '@expo-google-fonts/be-vietnam-pro'
const PDF_FONTS = {
  'BeVietnamPro-Regular.ttf': `${FONTS}/400Regular/BeVietnamPro_400Regular.ttf`,
  'BeVietnamPro-Bold.ttf': `${FONTS}/700Bold/BeVietnamPro_700Bold.ttf`,
}

/** Faces that a phone or tablet may install: address, scope and names below the icon. */
const FACES = {
  citizen: { scope: '/me', name: 'Sổ sức khỏe điện tử', short: 'Sổ sức khỏe' },
  console: { scope: '/console/ban/', name: 'Bàn tiêm – hỗ trợ tiêm chủng quốc gia', short: 'Bàn tiêm' },
  command: { scope: '/command', name: 'Trung tâm đáp ứng tiêm chủng', short: 'Đáp ứng' },
}

const ICONS = [
  { file: 'icons/icon-192.png', size: 192, purpose: 'any' },
  { file: 'icons/icon-512.png', size: 512, purpose: 'any' },
  { file: 'icons/icon-maskable-512.png', size: 512, purpose: 'maskable' },
] as const

function manifest(face: keyof typeof FACES): string {
  const { scope, name, short } = FACES[face]
  return JSON.stringify({
    id: scope,
    start_url: scope,
    scope,
    name,
    short_name: short,
    lang: 'vi',
    dir: 'ltr',
    display: 'standalone',
    theme_color: BRAND,
    background_color: PAPER,
    icons: ICONS.map(({ file, size, purpose }) => ({
      src: `/static/${file}`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    })),
  })
}

/** A maskable icon may be cut to a circle of 80 %: the square fills it and the mark shrinks. */
function maskable(svg: string): string {
  const square = svg.replace('rx="112"', '').replace('<g fill', '<g transform="translate(77 77) scale(.7)"><g fill')
  return square.replace('</svg>', '</g></svg>')
}

export function brand(folder: string): Plugin {
  const require = createRequire(import.meta.url)
  return {
    name: 'brand',
    apply: 'build',
    async buildStart() {
      const path = require.resolve('@resvg/resvg-wasm/index_bg.wasm')
      await initWasm(await readFile(path)).catch((problem: unknown) => {
        if (!String(problem).includes('Already initialized')) throw problem // `--watch` builds again
      })
    },
    async generateBundle() {
      const svg = await readFile(`${folder}/mark.svg`, 'utf8')
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: 'asset', fileName, source })
      const png = (text: string, width: number) =>
        new Resvg(text, { fitTo: { mode: 'width', value: width } }).render().asPng()
      emit('icons/mark.svg', svg)
      emit('icons/apple-touch-icon.png', png(maskable(svg), 180))
      for (const { file, size, purpose } of ICONS) {
        emit(file, png(purpose === 'maskable' ? maskable(svg) : svg, size))
      }
      for (const face of Object.keys(FACES) as (keyof typeof FACES)[]) {
        emit(`manifests/${face}.webmanifest`, manifest(face))
      }
      emit('LICENCES.txt', await licences(`${folder}/../node_modules`))
      for (const [name, source] of Object.entries(PDF_FONTS)) {
        emit(`fonts-pdf/${name}`, await readFile(require.resolve(source)))
      }
    },
  }
}
