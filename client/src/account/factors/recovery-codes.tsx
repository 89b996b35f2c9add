import { For } from 'solid-js'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { t } from './messages.ts'

/** The codes, this once: to write down, to print or to save. */
export function RecoveryCodes(props: { codes: readonly string[]; name: string; onKept: () => void }) {
  function save() {
    const text = [t('codesHead', { name: props.name }), '', ...props.codes, ''].join('\r\n')
    offerDownload({
      fileName: `${t('codesFile')}.txt`,
      blob: new Blob([text], { type: 'text/plain;charset=utf-8' }),
    })
  }
  return (
    <div class="grid gap-4">
      <Banner tone="warning" title={t('recoveryOnce')}>
        {t('recoveryLead')}
      </Banner>
      <ul
        aria-label={t('recoveryCodes')}
        class="edge code grid grid-cols-2 gap-x-6 gap-y-2 rounded-md border-line bg-raised px-4 py-3 text-lead max-[22rem]:grid-cols-1"
      >
        <For each={props.codes}>{(code) => <li class="whitespace-nowrap">{code}</li>}</For>
      </ul>
      <div class="flex flex-wrap gap-3 max-sm:*:flex-1">
        <Button icon="export" onClick={save}>
          {t('saveCodes')}
        </Button>
        <Button kind="primary" icon="check" onClick={() => props.onKept()}>
          {t('kept')}
        </Button>
      </div>
    </div>
  )
}
