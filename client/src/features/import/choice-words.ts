import { CONDITIONS, EQUIPMENT_STATUSES } from '../../../../shared/collections/equipment.ts'
import type { WordField } from '../../import/choices.ts'
import type { ImportKind, Target } from '../../import/targets.ts'
import { t as gear } from '../../things/messages.ts'
import type { SelectOption } from '../../ui/select.tsx'
import { t as columnWords } from './column-messages.ts'
import { t } from './question-messages.ts'

/** Where a column may go, in words. Reactive. */
export function targetWord(target: Target, kind: ImportKind): string {
  return target === 'kind' && kind === 'people'
    ? columnWords('target.personKind')
    : columnWords(`target.${target}`)
}

/** What a word of a column may mean, in words; '' for nothing. Reactive. */
export function meanings(field: WordField, kind: ImportKind): SelectOption<string>[] {
  return [...values(field, kind), { value: '', label: t('leaveBlank') }]
}

function values(field: WordField, kind: ImportKind): SelectOption<string>[] {
  switch (field) {
    case 'status':
      return EQUIPMENT_STATUSES.map((value) => ({ value, label: gear(`status.${value}`) }))
    case 'condition':
      return CONDITIONS.map((value) => ({ value, label: gear(`condition.${value}`) }))
    case 'active':
      return (['yes', 'no'] as const).map((value) => ({ value, label: t(`active.${value}`) }))
    case 'kind':
      return kind === 'people'
        ? (['athlete', 'staff', 'other'] as const).map((value) => ({
            value,
            label: t(`personKind.${value}`),
          }))
        : (['serialized', 'bulk'] as const).map((value) => ({ value, label: gear(`kind.${value}`) }))
  }
}
