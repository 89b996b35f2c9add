import { Key } from '@solid-primitives/keyed'
import type { Factor } from '../../account/factors/factor-list.ts'
import { t as factors } from '../../account/factors/messages.ts'
import { formatAge, formatDate } from '../../i18n/format.ts'
import { now } from '../../things/now.ts'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'

/** The own factors, one line each. */
export function FactorRows(props: {
  factors: readonly Factor[]
  disabled: boolean
  onRemove: (factor: Factor) => void
}) {
  const use = ({ usedAt }: Factor) =>
    usedAt === undefined ? t('factorUnused') : t('factorUsed', { age: formatAge(usedAt, now()) })
  const kindOf = ({ kind, ending }: Factor) =>
    [factors(`kind.${kind}`), ...(ending === undefined ? [] : [t('factorEnding', { ending })])].join(' ')
  return (
    <ul aria-label={t('factors')} class="edge divide-y divide-line rounded-md border-line bg-raised">
      <Key each={props.factors} by="id" fallback={<li class="px-4 py-3 text-muted">{t('factorsNone')}</li>}>
        {(factor) => (
          <li class="flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span class="min-w-0 flex-1">
              <span class="block font-medium">{factor().name}</span>
              <span class="block text-note text-muted">
                {`${kindOf(factor())}, ${t('factorAdded', { date: formatDate(factor().createdAt) })}, ${use(factor())}`}
              </span>
            </span>
            <Button
              aria-label={t('removeNamed', { name: factor().name })}
              disabled={props.disabled}
              onClick={() => props.onRemove(factor())}
            >
              {t('removeFactor')}
            </Button>
          </li>
        )}
      </Key>
    </ul>
  )
}
