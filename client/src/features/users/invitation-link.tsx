import { createSignal, Show } from 'solid-js'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/live-region.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'

/** The link to pass on, shown this once. */
export function InvitationLink(props: { link: string; name: string }) {
  const [copied, setCopied] = createSignal<boolean>()
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.link)
      setCopied(true)
      announce(t('copied'))
    } catch {
      // Not every browser allows it: the link can be marked and copied by hand.
      setCopied(false)
    }
  }
  return (
    <Banner tone="info" icon="share" title={t('linkFor', { name: props.name })}>
      <div class="grid gap-3">
        <p>{t('linkHint')}</p>
        <TextField label={t('link')} code readonly value={props.link} onInput={() => {}} />
        <div class="flex items-center gap-3">
          <Button onClick={() => void copy()}>{t('copy')}</Button>
          <Show when={copied() !== undefined}>
            <span role="status">{t(copied() ? 'copied' : 'copyFailed')}</span>
          </Show>
        </div>
      </div>
    </Banner>
  )
}
