/** What went wrong with an act: said where everybody sees it, until it is put away. */
import { signal } from '@preact/signals'
import { Refusal } from '../api.ts'
import { t } from '../words/index.ts'
import { Notice } from './parts.tsx'

const problem = signal('')

/** Tells of a failure; a log-in that has ended asks for the badge by itself. */
export function report(error: unknown): void {
  if (error instanceof Refusal && error.status === 401) return
  if (error instanceof Refusal && error.isOffline) problem.value = t('needs_network')
  else problem.value = error instanceof Error && error.message ? error.message : t('did_not_work')
}

export function Problem() {
  if (!problem.value) return null
  return (
    <div class="st-problem">
      <Notice tone="bad" title={problem.value} alert />
      <button type="button" class="st-quiet" onClick={() => (problem.value = '')}>
        {t('close_dialog')}
      </button>
    </div>
  )
}
