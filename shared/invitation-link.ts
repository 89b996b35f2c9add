/** What an invitation's link carries behind its #, which no server and no log ever sees. */
export interface InvitationLink {
  readonly school: string
  readonly invitation: string
}

export function invitationLink(origin: string, { school, invitation }: InvitationLink): string {
  return `${origin}/join#${new URLSearchParams({ school, invitation }).toString()}`
}

/** Undefined where the link is not whole. */
export function readInvitation(hash: string): InvitationLink | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const school = parameters.get('school')?.trim().toLowerCase()
  const invitation = parameters.get('invitation')?.trim()
  return school && invitation ? { school, invitation } : undefined
}
