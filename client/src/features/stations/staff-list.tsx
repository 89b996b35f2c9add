import { Key } from '@solid-primitives/keyed'
import { createSignal, Show } from 'solid-js'
import { failureText } from '../../account/failure-text.ts'
import { createLookup } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { t } from './messages.ts'
import { QrPicture } from './qr-picture.tsx'
import { type Member, newBadge } from './stations.ts'

/** By what each of the staff identifies at stations; a badge that is lost is replaced. */
export function StaffList(props: { staff: readonly Member[]; onChanged: () => void }) {
  const user = createLookup('users')
  const [asking, setAsking] = createSignal<Member>()
  const [badge, setBadge] = createSignal<string>()
  const [failure, setFailure] = createSignal<string>()
  const name = () => user(asking()?.userId ?? '')?.name ?? t('somebody')
  const marks = ({ hasPin, hasBadge }: Member) =>
    [hasPin ? t('hasPin') : t('noPin'), hasBadge ? t('hasBadge') : t('noBadge')].join(', ')

  function close() {
    setAsking(undefined)
    setBadge(undefined)
    setFailure(undefined)
  }
  async function make() {
    const member = asking()
    if (!member) return
    try {
      setBadge(await newBadge(member.userId))
      props.onChanged()
    } catch (error) {
      setFailure(failureText(error))
    }
  }

  return (
    <section class="grid gap-3">
      <h2 class="narrow text-lead">{t('badges')}</h2>
      <p class="text-muted">{t('badgesHint')}</p>
      <ul aria-label={t('badges')} class="edge divide-y divide-line rounded-md border-line bg-raised">
        <Key each={props.staff} by="userId">
          {(member) => (
            <li class="flex min-h-row flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
              <span class="min-w-48 flex-1">
                <span class="block font-medium">{user(member().userId)?.name ?? t('somebody')}</span>
                <span class="block text-note text-muted">{marks(member())}</span>
              </span>
              <Button
                aria-label={t('badgeNamed', { name: user(member().userId)?.name ?? t('somebody') })}
                disabled={syncStatus().offline}
                onClick={() => setAsking(member())}
              >
                {member().hasBadge ? t('replaceBadge') : t('newBadge')}
              </Button>
            </li>
          )}
        </Key>
      </ul>
      <Dialog
        open={asking() !== undefined}
        onClose={close}
        firm
        title={t('badgeNamed', { name: name() })}
        actions={
          <Show
            when={badge()}
            fallback={
              <>
                <Button onClick={close}>{core('action.cancel')}</Button>
                <Button kind="primary" onClick={() => void make()}>
                  {t('newBadge')}
                </Button>
              </>
            }
          >
            <Button icon="print" onClick={() => window.print()}>
              {t('print')}
            </Button>
            <Button kind="primary" onClick={close}>
              {core('action.close')}
            </Button>
          </Show>
        }
      >
        <div class="grid justify-items-center gap-4">
          <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
          <Show when={badge()} fallback={<p>{asking()?.hasBadge ? t('replaceHint') : t('newBadgeHint')}</p>}>
            {(code) => (
              <>
                <p>{t('badgeOnce')}</p>
                <QrPicture text={code()} label={t('badgeNamed', { name: name() })} />
                <p class="code" data-code>
                  {code()}
                </p>
              </>
            )}
          </Show>
        </div>
      </Dialog>
    </section>
  )
}
