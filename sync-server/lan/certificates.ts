import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import forge from 'node-forge'
import type { Certificate } from '../http-server.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const AUTHORITY_LIFE_DAYS = 10 * 365
/** Apple's devices take no certificate that is good for longer. */
const LEAF_LIFE_DAYS = 390
const RENEW_BEFORE_DAYS = 30

export interface LanCertificates {
  readonly certificate: Certificate
  /** PEM, what a phone is told to trust. */
  readonly authority: string
}

/**
 * A certificate for the machine's names and addresses, signed by an authority that is made once for this installation. Both
 * keys stay in the data folder; the authority may sign for nothing but private addresses and `.local` names.
 */
export function lanCertificates(
  dataDir: string,
  names: readonly string[],
  now = Date.now(),
): LanCertificates {
  const folder = join(dataDir, 'lan')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const authority = kept(folder, 'authority') ?? keep(folder, 'authority', makeAuthority(now))
  const leaf = kept(folder, 'server')
  const fits = leaf !== undefined && isGoodFor(leaf, authority, names, now)
  const server = fits ? leaf : keep(folder, 'server', makeLeaf(authority, names, now))
  return {
    certificate: { cert: `${server.cert}\n${authority.cert}`, key: server.key },
    authority: authority.cert,
  }
}

function kept(folder: string, name: string): Certificate | undefined {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  if (!existsSync(cert) || !existsSync(key)) return undefined
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

function keep(folder: string, name: string, made: Certificate): Certificate {
  writeFileSync(join(folder, `${name}.key`), made.key, { mode: 0o600, flush: true })
  writeFileSync(join(folder, `${name}.crt`), made.cert, { mode: 0o644, flush: true })
  return made
}

function isGoodFor(
  leaf: Certificate,
  authority: Certificate,
  names: readonly string[],
  now: number,
): boolean {
  const certificate = new X509Certificate(leaf.cert)
  return (
    certificate.checkIssued(new X509Certificate(authority.cert)) &&
    Date.parse(certificate.validTo) > now + RENEW_BEFORE_DAYS * DAY_MS &&
    names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)))
  )
}

function makeAuthority(now: number): Certificate {
  const subject = [
    { name: 'commonName', value: `ETrax on this network (${randomBytes(3).toString('hex')})` },
    { name: 'organizationName', value: 'ETrax' },
  ]
  const { certificate, keys, pem } = begin(now, AUTHORITY_LIFE_DAYS)
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
    { id: NAME_CONSTRAINTS, critical: true, value: privateNamesOnly() },
  ])
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(certificate), key: pem }
}

function makeLeaf(authority: Certificate, names: readonly string[], now: number): Certificate {
  const issuer = forge.pki.certificateFromPem(authority.cert)
  const { certificate, pem } = begin(now, LEAF_LIFE_DAYS)
  certificate.setSubject([{ name: 'commonName', value: names[0] ?? 'localhost' }])
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
    {
      name: 'subjectAltName',
      altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
    },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(certificate), key: pem }
}

/** A certificate with a key pair of its own, from yesterday on, since a phone's clock may be behind. */
function begin(now: number, days: number) {
  // Node makes the key: many times as fast as forge.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const key = forge.pki.privateKeyFromPem(pem)
  const keys = { privateKey: key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) }
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = serialNumber()
  certificate.validity.notBefore = new Date(now - DAY_MS)
  certificate.validity.notAfter = new Date(now + days * DAY_MS)
  return { certificate, keys, pem }
}

/** 128 bits, positive and without padding, as DER wants a number. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

const NAME_CONSTRAINTS = '2.5.29.30'

/** Addresses with their masks, RFC 5280 4.2.1.10; the key of this authority, if it is lost, opens no public site. */
const PRIVATE_NETWORKS: readonly (readonly number[])[] = [
  [10, 0, 0, 0, 255, 0, 0, 0],
  [172, 16, 0, 0, 255, 240, 0, 0],
  [192, 168, 0, 0, 255, 255, 0, 0],
  [169, 254, 0, 0, 255, 255, 0, 0],
  [127, 0, 0, 0, 255, 0, 0, 0],
  [0xfc, ...Array<number>(15).fill(0), 0xfe, ...Array<number>(15).fill(0)],
  [0xfe, 0x80, ...Array<number>(14).fill(0), 0xff, 0xc0, ...Array<number>(14).fill(0)],
]
const PRIVATE_DOMAINS = ['local', 'localhost', 'lan', 'home.arpa', 'internal']

function privateNamesOnly(): string {
  const { asn1 } = forge
  const general = (type: number, value: string) =>
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
      asn1.create(asn1.Class.CONTEXT_SPECIFIC, type, false, value),
    ])
  const permitted = [
    ...PRIVATE_DOMAINS.map((domain) => general(2, domain)),
    ...PRIVATE_NETWORKS.map((bytes) => general(7, String.fromCharCode(...bytes))),
  ]
  const constraints = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, permitted),
  ])
  return asn1.toDer(constraints).getBytes()
}
