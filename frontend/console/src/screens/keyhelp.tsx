/** Every key at a glance. */
import { t } from '../words/index.ts'
import { Dialog } from '../ui/dialog.tsx'

const KEYS = [
  ['1 – 6', 'help_stations'], ['T', 'help_next'], ['Ctrl ↵', 'help_confirm'], ['Z', 'help_undo'],
  ['/', 'help_search'], ['K', 'help_all_no'], ['L', 'help_vial'], ['I', 'help_slips'], ['P', 'help_person'],
  ['Esc', 'help_escape'], ['Tab', 'help_tab'], ['?', 'help_help'],
] as const // prettier-ignore

export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('help_title')} onClose={onClose}>
      <dl class="st-keys">
        {KEYS.map(([key, word]) => (
          <div key={key}>
            <dt><kbd class="st-key">{key}</kbd></dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
