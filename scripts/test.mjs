import { fileURLToPath } from 'node:url'
import { installPackages } from './setup/install-packages.mjs'
import { STAGES } from './stages/stages.mjs'

const HELP = `npm test [-- stage ...]

Installs what is missing and runs the stages, all or the named ones; one that fails stops no other:

${STAGES.map((stage) => `  ${stage.name.padEnd(8)} ${stage.title}`).join('\n')}

The last line counts the tests: "N passed, N failed". A stage without tests of its own counts as one.
Chromium comes from the system (CHROME_PATH) or from Debian's packages.
`

const root = fileURLToPath(new URL('..', import.meta.url))
const log = (sentence) => process.stdout.write(`${sentence}\n`)

async function runStage(stage) {
  log(`\n--- ${stage.title} ---`)
  try {
    return await stage.run(root, log)
  } catch (error) {
    log(error.message)
    return { passed: 0, failed: 1, note: error.message }
  }
}

function summarize(results) {
  log('\n--- Summary ---')
  for (const { stage, outcome } of results) {
    const note = outcome.note ? ` (${outcome.note})` : ''
    log(`${stage.title.padEnd(32)} ${outcome.passed} passed, ${outcome.failed} failed${note}`)
  }
  const sum = (key) => results.reduce((total, { outcome }) => total + outcome[key], 0)
  log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0
}

async function test(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(', ')}.\n\n${HELP}`)
  installPackages(root, log)
  let interrupted = false
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      interrupted = true
    })
  }
  const results = []
  for (const stage of STAGES) {
    if (names.length > 0 && !names.includes(stage.name)) continue
    results.push({ stage, outcome: await runStage(stage) })
    if (interrupted) throw new Error('Interrupted.')
  }
  return summarize(results)
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP)
} else {
  try {
    process.exitCode = (await test(args)) ? 0 : 1
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
