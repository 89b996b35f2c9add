import { createHash } from 'node:crypto'

/**
 * What ships as a CycloneDX 1.6 document. The same packages give the same document, so that two of them can be compared.
 * @param project `{ name, version }`
 */
export function cyclonedx(project, packages) {
  const components = packages.map(component)
  const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex')
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid(digest)}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': project.name,
        name: project.name,
        version: project.version,
      },
    },
    components,
    dependencies: [{ ref: project.name, dependsOn: components.map((one) => one['bom-ref']) }],
  }
}

function component({ name, version, licence, integrity, optional }) {
  const [scope, plain] = name.startsWith('@') ? name.split('/') : [undefined, name]
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    type: 'library',
    'bom-ref': purl,
    ...(scope === undefined ? {} : { group: scope }),
    name: plain,
    version,
    scope: optional ? 'optional' : 'required',
    ...hashesOf(integrity),
    licenses: licence === undefined ? [] : [licenceOf(licence)],
    purl,
  }
}

function licenceOf(licence) {
  return / (?:OR|AND|WITH) /.test(licence) ? { expression: licence } : { license: { id: licence } }
}

function hashesOf(integrity) {
  const [, content] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? []
  return content === undefined
    ? {}
    : { hashes: [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }] }
}

/** A name-based UUID of the document's digest. */
function uuid(digest) {
  const hex = `${digest.slice(0, 12)}8${digest.slice(13, 16)}a${digest.slice(17, 32)}`
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
