import { Key } from '@solid-primitives/keyed'
import { Show } from 'solid-js'
import type { ImportsLeft } from '../import/imports-left.ts'
import { Banner } from '../ui/banner.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { t } from './messages.ts'

/** What signing out would do to the imports of this device. */
export function ImportsLeftNotice(props: { left: ImportsLeft; onLeave: () => void }) {
  return (
    <>
      <Key each={props.left.unfinished} by="id">
        {(record) => (
          <Banner
            tone="warning"
            title={t('importOpen', { name: record().fileName })}
            actions={
              <ButtonLink href={`/import/${record().id}`} onClick={() => props.onLeave()}>
                {t('importLook')}
              </ButtonLink>
            }
          >
            {t('importOpenHint')}
          </Banner>
        )}
      </Key>
      <Show when={props.left.undoable}>
        <p>{t('importUndoGone')}</p>
      </Show>
    </>
  )
}
