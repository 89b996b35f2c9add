import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body, unfolded and decoded as far as tests look at them. */
  readonly source: string
}

export interface TestMailServer {
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  /** The next mail to that address, whether it has come or is to come. */
  mailTo(address: string, count?: number): Promise<ReceivedMail>
  /** What it answers to a recipient; undefined: it takes it. */
  refuse(answer: { readonly code: number; readonly text: string } | undefined): void
  /** Stops listening, and listens again on the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real SMTP server on this machine that keeps what it is given. */
export async function startMailServer(): Promise<TestMailServer> {
  const port = await freePort()
  const mails: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  let refusal: { code: number; text: string } | undefined
  let server: SMTPServer | undefined

  async function start() {
    const made = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo(_, __, done) {
        done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
      },
      onData(stream, session, done) {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            source: Buffer.concat(parts).toString('utf8'),
          })
          done()
          for (const look of waiting) look()
        })
      },
    })
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject)
      made.listen(port, '127.0.0.1', () => resolve())
    })
    // A client that breaks off is no failure of the server.
    made.on('error', () => {})
    server = made
  }

  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailTo(address, count = 1) {
      return new Promise((resolve) => {
        const look = () => {
          const found = mails.filter(({ to }) => to.includes(address))[count - 1]
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
    refuse(answer) {
      refusal = answer
    },
    async stop() {
      const ending = server
      server = undefined
      if (ending) await new Promise<void>((resolve) => ending.close(() => resolve()))
    },
    start,
  }
}

/** The text part, decoded. */
export function textOf({ source }: ReceivedMail): string {
  return decoded(source, 'text/plain')
}

export function htmlOf({ source }: ReceivedMail): string {
  return decoded(source, 'text/html')
}

/** The headers above the first empty line. */
export function headersOf({ source }: ReceivedMail): readonly string[] {
  const [head = ''] = source.split('\r\n\r\n')
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
}

function decoded(source: string, type: string): string {
  const part = source.split(/\r\n--[^\r\n]+\r\n/).find((one) => one.includes(`Content-Type: ${type}`)) ?? ''
  const [head = '', ...body] = part.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(head)) return text
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
