import { expect, test } from 'vitest'
import { invitationLink, readInvitation } from './invitation-link.ts'

test('what a link carries is read from it again, and stands behind the # where no server sees it', () => {
  const link = invitationLink('https://etrax.example', { school: 'northridge', invitation: 'a-b_c' })
  expect(link).toBe('https://etrax.example/join#school=northridge&invitation=a-b_c')
  expect(readInvitation(new URL(link).hash)).toEqual({ school: 'northridge', invitation: 'a-b_c' })
})

test.each(['', '#', '#school=northridge', '#invitation=x', '#school=&invitation=x'])(
  'a link that was cut off is none: %s',
  (hash) => {
    expect(readInvitation(hash)).toBeUndefined()
  },
)
