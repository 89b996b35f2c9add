import { expect, test } from 'vitest'
import { readMessageSettings } from './message-settings.ts'

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+15035550100',
}

test('without settings there is neither mail nor telephone', () => {
  expect(readMessageSettings({})).toEqual({ mail: undefined, sms: undefined })
})

test.each([
  ['ETrax Gear <gear@district.example>', { name: 'ETrax Gear', address: 'gear@district.example' }],
  ['"ETrax" <gear@district.example>', { name: 'ETrax', address: 'gear@district.example' }],
  ['gear@district.example', { name: 'ETrax', address: 'gear@district.example' }],
])('mail comes from %s', (MAIL_FROM, from) => {
  expect(readMessageSettings({ SMTP_URL: 'smtp://mail.example', MAIL_FROM }).mail?.from).toEqual(from)
})

test.each<[string, Record<string, string>, RegExp]>([
  ['a server without a sender', { SMTP_URL: 'smtp://mail.example' }, /SMTP_URL and MAIL_FROM/],
  ['a sender without a server', { MAIL_FROM: 'gear@district.example' }, /SMTP_URL and MAIL_FROM/],
  ['another kind of server', { SMTP_URL: 'https://mail.example', MAIL_FROM: 'a@b.example' }, /smtp:\/\//],
  ['a sender that is none', { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'gear' }, /MAIL_FROM must be/],
  [
    'two senders',
    { SMTP_URL: 'smtp://m.example', MAIL_FROM: 'a@b.example, c@d.example' },
    /MAIL_FROM must be/,
  ],
  ['a header', { SMTP_URL: 'smtp://m.example', MAIL_FROM: 'a\r\nBcc: x <a@b.example>' }, /MAIL_FROM must be/],
  ['half of Twilio', { TWILIO_ACCOUNT_SID: twilio.TWILIO_ACCOUNT_SID }, /belong together/],
  ['a wrong account', { ...twilio, TWILIO_ACCOUNT_SID: 'AC1' }, /TWILIO_ACCOUNT_SID must be/],
  ['a wrong number', { ...twilio, TWILIO_FROM: '5035550100' }, /TWILIO_FROM must be/],
  ['a server without TLS elsewhere', { ...twilio, TWILIO_BASE_URL: 'http://sms.example' }, /without TLS/],
])('%s is refused with a sentence', (_, environment, sentence) => {
  expect(() => readMessageSettings(environment)).toThrow(sentence)
})

test('a refused address is not repeated: it may hold a password', () => {
  const broken = { SMTP_URL: 'http://login:secret-word@mail.example', MAIL_FROM: 'a@b.example' }
  expect(() => readMessageSettings(broken)).toThrow(/^(?!.*secret-word)/)
})
