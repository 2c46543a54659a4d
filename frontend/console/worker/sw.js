/**
 * Keeps one whole version of the stations on the device, so that they open without network. The
 * build puts `self.__VERSION` and `self.__FILES` before this text. The API is never touched.
 */
const CACHE = `ban-${self.__VERSION}`
const BASE = '/console/ban/'
const PAGE = `${BASE}index.html`

self.addEventListener('install', (event) => {
  // `reload` asks the server: an HTTP cache may hold files of another version.
  const wanted = self.__FILES.map((file) => new Request(BASE + file, { cache: 'reload' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('ban-') && name !== CACHE) await caches.delete(name)
      }
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== self.location.origin) return
  if (!address.pathname.startsWith(BASE)) return
  const wanted = request.mode === 'navigate' ? PAGE : request
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(wanted)) ?? fetch(request)),
  )
})
