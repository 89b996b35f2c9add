import { invitationLink } from '../../shared/invitation-link.ts'
import { isLanguage, type Language } from '../../shared/languages.ts'
import type { AppContext } from '../api/app-env.ts'
import type { Messages } from '../messages/messages.ts'
import type { FactorChange } from '../messages/templates/factor-changed.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/** What carries a link by which a password is chosen. */
export type LinkTemplate = 'invitation' | 'new-password' | 'forgotten-password'

export interface Addressee {
  readonly name: string
  readonly email: string
}

/** Mail about accounts. Without a way out by mail nothing of it may be called but `can`. */
export interface AccountMail {
  can(): boolean
  sendLink(
    template: LinkTemplate,
    tenant: Tenant,
    to: Addressee & { readonly token: string },
    language: Language,
  ): Promise<void>
  /** Says that the password was changed, where there is a way to say it. */
  tellChanged(tenant: Tenant, to: Addressee, language: Language): Promise<void>
  /** Says that a second factor came or went, where there is a way to say it. `kind` says nothing where all of them went. */
  tellFactorChanged(
    tenant: Tenant,
    to: Addressee,
    what: { readonly change: FactorChange; readonly kind: string },
    language: Language,
  ): Promise<void>
  /** Says to the former address that the account has another one, where there is a way to say it. */
  tellEmailChanged(tenant: Tenant, to: Addressee, language: Language): Promise<void>
  /** Says that a refresh token came again after it was used up, where there is a way to say it. */
  tellTokenReused(tenant: Tenant, to: Addressee, language: Language): Promise<void>
}

/** @param origin where browsers find the server; never what a request said */
export function accountMail(messages: Messages, origin: () => string): AccountMail {
  const tell =
    (template: 'password-changed' | 'email-changed' | 'token-reused') =>
    async (tenant: Tenant, { name, email: to }: Addressee, language: Language) => {
      if (!messages.can('mail')) return
      const values = { name, school: tenant.name }
      await messages.send({ tenantId: tenant.id, channel: 'mail', to, template, values, language })
    }
  return {
    can: () => messages.can('mail'),
    async sendLink(template, tenant, { name, email, token }, language) {
      const link = invitationLink(origin(), { school: tenant.slug, invitation: token })
      const values = { name, school: tenant.name, link }
      await messages.send({ tenantId: tenant.id, channel: 'mail', to: email, template, values, language })
    },
    tellChanged: tell('password-changed'),
    tellEmailChanged: tell('email-changed'),
    tellTokenReused: tell('token-reused'),
    async tellFactorChanged(tenant, { name, email }, { change, kind }, language) {
      if (!messages.can('mail')) return
      await messages.send({
        tenantId: tenant.id,
        channel: 'mail',
        to: email,
        template: 'factor-changed',
        values: { name, school: tenant.name, change, kind },
        language,
      })
    },
  }
}

/** The language that was named, or else the first one of the browser's that there is. */
export function languageFor(context: AppContext, named: string | undefined): Language {
  if (isLanguage(named)) return named
  const tags = (context.req.header('Accept-Language') ?? '').split(',').map((tag) => tag.trim().slice(0, 2))
  return tags.find(isLanguage) ?? 'en'
}
