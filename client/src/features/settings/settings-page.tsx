import { type ParentProps, Show } from 'solid-js'
import { MANAGERS, STAFF } from '../../../../shared/roles.ts'
import { DeviceList } from '../../account/device-list.tsx'
import { InstallCard } from '../../app/install-card.tsx'
import { visibleTo } from '../../app/navigation.ts'
import { chooseSounds, soundsOn } from '../../app/preferences.ts'
import { SignOutButton } from '../../app/sign-out-button.tsx'
import { who } from '../../app/who.ts'
import { locale, setLocale } from '../../i18n/locale.ts'
import { chooseDensity, chooseTheme, density, themeChoice } from '../../theme/theme.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { t } from './messages.ts'
import { PolicySection } from './policy-section.tsx'
import { SecuritySection } from './security-section.tsx'
import { StationPin } from './station-pin.tsx'

const USER_MANAGERS = ['SCHOOL_ADMIN', 'SUPER_ADMIN'] as const

function Section(props: ParentProps<{ title: string }>) {
  return (
    <section class="grid gap-4 border-t border-line py-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-8">
      <h2 class="narrow text-lead">{props.title}</h2>
      <div class="grid justify-items-start gap-5">{props.children}</div>
    </section>
  )
}

/** What this device remembers for itself: looks, language, sounds; and how the person signs in. */
export function SettingsPage() {
  const mayDecide = () => who()?.role === 'SCHOOL_ADMIN' || who()?.role === 'SUPER_ADMIN'
  return (
    <>
      <PageHeader title={t('title')} />
      <div class="max-w-page px-4 lg:px-6">
        <p class="py-4 text-muted">{t('onDevice')}</p>
        <Section title={t('appearance')}>
          <div>
            <Segmented
              label={t('theme')}
              value={themeChoice()}
              onChange={chooseTheme}
              options={[
                { value: 'system', label: t('theme.system'), icon: 'device' },
                { value: 'light', label: t('theme.light'), icon: 'sun' },
                { value: 'dark', label: t('theme.dark'), icon: 'moon' },
                { value: 'outdoor', label: t('theme.outdoor'), icon: 'contrast' },
              ]}
            />
            <p class="mt-2 text-note text-muted">{t('theme.outdoorHint')}</p>
          </div>
          <Segmented
            label={t('density')}
            value={density()}
            onChange={chooseDensity}
            options={[
              { value: 'comfortable', label: t('density.comfortable') },
              { value: 'station', label: t('density.station') },
            ]}
          />
        </Section>
        <Section title={t('language')}>
          {/* Each language by its own name: whoever is in the wrong one must find the way back. */}
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
        </Section>
        <Section title={t('sounds')}>
          <Checkbox
            label={t('soundsOn')}
            hint={t('soundsHint')}
            checked={soundsOn()}
            onChange={chooseSounds}
          />
        </Section>
        {/* A visitor has no sign-in here, and goes back to where it is. */}
        <Show when={who()?.visitUntil === undefined}>
          <Section title={t('security')}>
            <SecuritySection />
          </Section>
          <Show when={visibleTo(who()?.role, STAFF)}>
            <Section title={t('pin')}>
              <StationPin />
            </Section>
          </Show>
          <Section title={t('devices')}>
            <DeviceList of="own" />
            <Show when={visibleTo(who()?.role, USER_MANAGERS)}>
              <ButtonLink href="/settings/devices" icon="device">
                {t('schoolDevices')}
              </ButtonLink>
            </Show>
            <Show when={visibleTo(who()?.role, MANAGERS)}>
              <ButtonLink href="/settings/stations" icon="scan">
                {t('stations')}
              </ButtonLink>
            </Show>
          </Section>
        </Show>
        <Show when={mayDecide()}>
          <Section title={t('policy')}>
            <PolicySection />
          </Section>
        </Show>
        <Show when={who()?.role === 'SCHOOL_ADMIN' || who()?.role === 'SUPER_ADMIN'}>
          <Section title={t('privacy')}>
            <p class="text-muted">{t('privacyHint')}</p>
            <ButtonLink href="/settings/privacy" icon="settings">
              {t('privacyOpen')}
            </ButtonLink>
          </Section>
        </Show>
        <Section title={t('account')}>
          <Show when={who()}>{(person) => <p class="font-medium">{person().userName}</p>}</Show>
          <Show when={who()?.visitUntil === undefined}>
            <SignOutButton />
          </Show>
        </Section>
        <InstallCard />
      </div>
    </>
  )
}
