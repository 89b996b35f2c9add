import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Certificate } from '../../../sync-server/http-server.ts'

const SHIPPED = new URL('../../../deploy/nginx.conf', import.meta.url)

export interface TestNginx {
  /** What it complained of. */
  errors(): Promise<string>
  end(): Promise<void>
}

export interface TestNginxOptions {
  /** Where it keeps all that is its own. */
  readonly folder: string
  readonly certificate: Certificate
  readonly httpsPort: number
  readonly httpPort: number
  /** Of the two server processes. */
  readonly ports: readonly [number, number]
}

/** A real nginx on loopback with the configuration that is shipped, but for names, ports and files. */
export async function startTestNginx(options: TestNginxOptions): Promise<TestNginx> {
  const { folder } = options
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'etrax.crt'), options.certificate.cert)
  await writeFile(join(folder, 'etrax.key'), options.certificate.key)
  await writeFile(join(folder, 'etrax.conf'), withOwn(await readFile(SHIPPED, 'utf8'), options))
  await writeFile(join(folder, 'nginx.conf'), around(folder))
  const log = join(folder, 'error.log')
  const program = process.env.NGINX_PATH ?? 'nginx'
  const running = spawn(program, ['-p', folder, '-e', log, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  })
  const ended = once(running, 'exit')
  while (!(await answers(options.httpsPort))) {
    if (running.exitCode !== null)
      throw new Error(`nginx ended at its start:\n${await readFile(log, 'utf8')}`)
    await sleep(30)
  }
  return {
    errors: () => readFile(log, 'utf8'),
    async end() {
      if (running.exitCode === null) running.kill('SIGTERM')
      await ended
    },
  }
}

function withOwn(shipped: string, { folder, httpPort, httpsPort, ports }: TestNginxOptions): string {
  const own: readonly (readonly [string, string])[] = [
    ['server 127.0.0.1:8080 ', `server 127.0.0.1:${ports[0]} `],
    ['server 127.0.0.1:8081 ', `server 127.0.0.1:${ports[1]} `],
    ['listen 80;', `listen 127.0.0.1:${httpPort};`],
    ['listen 443 ', `listen 127.0.0.1:${httpsPort} `],
    ['listen [::]:80;', ''],
    ['listen [::]:443 ssl http2;', ''],
    ['server_name etrax.example;', 'server_name localhost;'],
    ['/etc/nginx/etrax.', `${folder}/etrax.`],
  ]
  return own.reduce((text, [shippedPart, ownPart]) => {
    if (!text.includes(shippedPart)) throw new Error(`The shipped configuration has no ${shippedPart}`)
    return text.replaceAll(shippedPart, ownPart)
  }, shipped)
}

/** What a distribution's nginx.conf has around it. */
function around(folder: string): string {
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  )
  return `
daemon off;
worker_processes 2;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${join(folder, 'nginx.pid')};
events { worker_connections 512; }
http {
  access_log off;
  ${kept.join('\n  ')}
  include ${join(folder, 'etrax.conf')};
}
`
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
