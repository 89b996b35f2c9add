import { locale, setLocale } from '../../i18n/locale.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { t } from './messages.ts'

/** Each language by its own name: whoever is in the wrong one must find the way back. */
export function LanguageChoice() {
  return (
    <div class="justify-self-start">
      <Segmented
        label={t('language')}
        hideLabel
        value={locale()}
        onChange={setLocale}
        options={[
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
      />
    </div>
  )
}
