/** The licences of what the built files carry, in one text beside them. */
import { readFile } from 'node:fs/promises'

/** Package -> its licence file; nhsuk-frontend ships none, its notice stands here. */
const SHIPPED: Record<string, string> = {
  '@expo-google-fonts/be-vietnam-pro': 'LICENSE_FONT',
  '@preact/signals': 'LICENSE',
  'htmx.org': 'LICENSE',
  idb: 'LICENSE',
  preact: 'LICENSE',
  uplot: 'LICENSE',
  'zxing-wasm': 'LICENSE',
}
const NHSUK = 'nhsuk-frontend\n\nMIT License\n\nCopyright (c) 2019 NHS.UK\n\nThe text is that of the MIT License above.\n'

export async function licences(packages: string): Promise<string> {
  const texts = await Promise.all(
    Object.entries(SHIPPED).map(async ([name, file]) => {
      const text = await readFile(`${packages}/${name}/${file}`, 'utf8')
      return `${name}\n\n${text.trim()}\n`
    }),
  )
  return [...texts, NHSUK].join(`\n${'='.repeat(72)}\n\n`)
}
