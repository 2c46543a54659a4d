/** Calls to the server: one place for addresses, the log-in's token and refusals. */

/** A refusal of the server (RFC 9457), or status 0 when it could not be reached. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | null

  constructor(status: number, code: string, detail: string, field: string | null = null) {
    super(detail)
    this.status = status
    this.code = code
    this.field = field
  }

  get isOffline(): boolean {
    return this.status === 0
  }
}

let token: string | null = null
let onSignedOut: () => void = () => undefined

export function setToken(given: string | null): void {
  token = given
}

export function whenSignedOut(run: () => void): void {
  onSignedOut = run
}

interface Problem {
  type?: string
  detail?: string
  title?: string
  field?: string
}

const TIMEOUT_MILLISECONDS = 20_000

export async function call<T>(path: string, body?: unknown, method?: string): Promise<T> {
  const answer = await ask(path, body, method)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

/** A file that the server makes, to be kept or printed. */
export async function callFile(path: string, body: unknown): Promise<Blob> {
  return (await ask(path, body)).blob()
}

async function ask(path: string, body?: unknown, method?: string): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const used = token
  if (token) headers['authorization'] = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  let answer: Response
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    })
  } catch {
    throw new Refusal(0, 'offline', '')
  }
  if (answer.ok) return answer
  const problem = (await answer.json().catch(() => ({}))) as Problem
  const code = problem.type?.replace('/problems/', '') ?? `http-${answer.status}`
  // An answer to whoever was here before must not send away who is here now.
  if (answer.status === 401 && used !== null && used === token) onSignedOut()
  throw new Refusal(answer.status, code, problem.detail ?? problem.title ?? '', problem.field ?? null)
}
