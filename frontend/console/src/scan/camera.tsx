/** The camera as a reader; its code is loaded only when somebody asks for it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../words/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/parts.tsx'

const PAUSE_MILLISECONDS = 120

export function CameraDialog({ onRead, onClose }: { onRead: (text: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [fault, setFault] = useState(false)
  useEffect(() => {
    let stopped = false
    let stream: MediaStream | null = null
    const canvas = document.createElement('canvas')
    const run = async () => {
      const reader = await import('./reader.ts')
      await reader.prepareReader()
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (stopped || !video.current) return stop()
      video.current.srcObject = stream
      await video.current.play()
      while (!stopped && video.current) {
        const text = await reader.readFrame(video.current, canvas)
        if (text && !stopped) return onRead(text)
        await new Promise((wake) => setTimeout(wake, PAUSE_MILLISECONDS))
      }
    }
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    run().catch(() => !stopped && setFault(true))
    return () => {
      stopped = true
      stop()
    }
  }, [])
  return (
    <Dialog title={t('camera_title')} onClose={onClose}>
      {fault ? (
        <Notice tone="warn" title={t('no_camera')}><p>{t('no_camera_text')}</p></Notice>
      ) : (
        <>
          <p>{t('camera_hint')}</p>
          <video ref={video} class="st-camera" muted playsInline aria-label={t('camera')} />
        </>
      )}
    </Dialog>
  )
}
