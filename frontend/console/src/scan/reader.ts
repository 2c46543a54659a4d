/** Reads QR and DataMatrix codes: by the browser itself where it can, else by WebAssembly. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

interface Detector {
  detect: (source: CanvasImageSource) => Promise<{ rawValue: string }[]>
}

declare const BarcodeDetector:
  | { new (options: { formats: string[] }): Detector; getSupportedFormats: () => Promise<string[]> }
  | undefined

let detector: Detector | null = null

export async function prepareReader(): Promise<void> {
  if (typeof BarcodeDetector !== 'undefined') {
    const formats = await BarcodeDetector.getSupportedFormats()
    if (formats.includes('qr_code')) {
      detector = new BarcodeDetector({ formats: ['qr_code'] })
      return
    }
  }
  // The module's own default would ask a foreign server for the file.
  prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasm : path) } })
}

export async function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<string | null> {
  if (detector) return (await detector.detect(video))[0]?.rawValue ?? null
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || canvas.width === 0) return null
  context.drawImage(video, 0, 0)
  const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), {
    formats: ['QRCode'],
    maxNumberOfSymbols: 1,
  })
  return found[0]?.text ?? null
}
