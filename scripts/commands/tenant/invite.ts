import { invitationLink } from '../../../shared/invitation-link.ts'
import { isLanguage } from '../../../shared/languages.ts'
import { readConfig } from '../../../sync-server/config.ts'
import { dataProtection } from '../../../sync-server/data-protection/data-protection.ts'
import { masterKeys } from '../../../sync-server/data-protection/master-keys.ts'
import type { Database } from '../../../sync-server/db/database.ts'
import { accountMail } from '../../../sync-server/identity/account-mail.ts'
import { inviteFromOutside } from '../../../sync-server/identity/invite-from-outside.ts'
import { createMessages } from '../../../sync-server/messages/messages.ts'
import { createLog } from '../../../sync-server/observability/log.ts'
import type { Tenant } from '../../../sync-server/tenancy/with-tenant.ts'
import { withSchoolSync } from './with-school-sync.ts'

/** Whom no user of the school has made yet; everybody else is invited by them. */
const INVITED_ROLES = ['SCHOOL_ADMIN', 'ORG_ADMIN', 'SUPER_ADMIN'] as const
export type InvitedRole = (typeof INVITED_ROLES)[number]

export interface CommandInvitation {
  readonly email: string
  readonly name: string
  readonly role: InvitedRole
  readonly language: string
}

/** @throws Error with the roles that there are */
export function invitedRole(text: string | undefined): InvitedRole {
  const role = INVITED_ROLES.find((one) => one === text)
  if (!role) throw new Error(`--role is one of ${INVITED_ROLES.join(', ')}.`)
  return role
}

/** Makes the account or another invitation of it; prints the link, the only time, and mails it where there is mail. */
export async function invite(
  appUrl: string,
  tenant: Tenant,
  { language, ...wanted }: CommandInvitation,
  say: (sentence: string) => void,
): Promise<void> {
  if (!isLanguage(language)) throw new Error('--language is en or es.')
  await withSchoolSync(appUrl, async ({ database, committer }) => {
    const invited = await inviteFromOutside({ database, committer }, tenant, wanted)
    say(
      invited.made
        ? `${invited.name} is ${invited.role} of ${tenant.slug}.`
        : `${invited.name} has an account there already, as ${invited.role}: this is another invitation for it.`,
    )
    say(`The link to choose a password by works once, until ${invited.expiresAt}, and is shown only now:`)
    say(invitationLink(publicOrigin(), { school: tenant.slug, invitation: invited.token }))
    const mail = await outgoingMail(database)
    if (!mail.can()) return
    const template = invited.hadPassword ? 'new-password' : 'invitation'
    const to = { name: invited.name, email: wanted.email, token: invited.token }
    await mail.sendLink(template, tenant, to, language)
    say(`A mail with it goes to ${wanted.email} once the server runs.`)
  })
}

function publicOrigin(): string {
  const { publicUrl, port } = readConfig(process.env, [])
  return publicUrl?.origin ?? `http://127.0.0.1:${port}`
}

/** Kept for the server to send: nothing goes out of this process. */
async function outgoingMail(database: Database) {
  const { dataDir, masterKeys: set, messages } = readConfig(process.env, [])
  const protection = dataProtection({ database, masterKeys: masterKeys(dataDir, set) })
  if (messages.mail) await protection.ready()
  const log = createLog('silent')
  return accountMail(createMessages({ database, protection, settings: messages, log }), publicOrigin)
}
