import type { Review } from '../../../../../shared/collections/reviews.ts'
import { deletionSides } from '../deletion-sides.ts'
import { t } from './messages.ts'
import type { Option } from './option.ts'

/** What may become of what was deleted, or is to be: it stays, or it goes. Reactive. */
export function deletionOptions(review: Pick<Review, 'collection' | 'reason'>): readonly Option[] {
  const { stays, goes } = deletionSides(review)
  return [
    {
      key: 'keep',
      action: stays,
      label: t('deletion.keep'),
      means: t('deletion.keepMeans'),
      icon: 'check',
    },
    {
      key: 'delete',
      action: goes,
      label: t('deletion.delete'),
      means: t('deletion.deleteMeans'),
      icon: 'trash',
      danger: true,
    },
  ]
}
