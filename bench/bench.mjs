/**
 * `npm run bench [-- ROUNDS]`: what `mturk` costs, as ratios of medians. All programs take turns in one run (A B C A B C …),
 * so that whatever else the machine does falls on all of them: the ratios mean something on any machine, the times do not.
 */
import {inRoot} from '../scripts/workspace/paths.mjs'
import {allProfiles} from './all-profiles.mjs'
import {manyProfiles} from './many-profiles.mjs'
import {measure} from './measure.mjs'
import {awsBalance, awsConfigureGet, awsExport, surroundings} from './surroundings.mjs'

/** The marks that we hold ourselves to: at most. */
const RATIOS = /** @type {const} */ ([
  ['mturk --version', 'node -e 0', 4],
  ['mturk --help', 'node -e 0', 5],
  ['mturk balance', 'ten lines of SDK', 1.5],
  ['mturk balance', 'the AWS CLI', 0.35],
  ['credential_process', 'node -e 0', 7],
  ['credential_process', 'aws export-credentials', 0.5],
  ['credential_process', 'aws configure get', 0.5],
  // 200 profiles, 50 ms for each answer, four at a time.
  ['balance --all-profiles', 'the waiting alone', 2],
  // Ten times as many profiles: what takes longer than ten times as long does not grow linearly.
  ['reading among 20000', 'reading among 2000', 10],
  ['storing among 20000', 'storing among 2000', 10],
  ['reading among 20000', 'boto3 among 20000', 1],
  ['storing among 20000', 'boto3 among 20000', 1],
])

const rounds = Number(process.argv[2] ?? 20)
/** What takes seconds says as much in few rounds, and is what most of the time goes to. */
const slowRounds = Math.min(rounds, 5)

if (Number.isInteger(rounds) && rounds > 0) {
  await bench()
} else {
  console.error('How many rounds? A whole number, 20 where nothing is said: npm run bench -- 40')
  process.exitCode = 2
}

async function bench() {
  const {endpoint, env, end} = await surroundings()
  const node = process.execPath
  const mturk = inRoot('packages/cli/bin/run.js')
  const many = manyProfiles([2000, 20_000], {node, mturk})
  const all = await allProfiles({node, mturk})
  try {
    const aws = awsBalance(endpoint, env)
    const handedOver = awsExport(env)
    const minimal = handedOver ? undefined : awsConfigureGet(env)
    const exporting = ['credentials', 'export', '--format', 'process', '--profile', 'default']
    const medians = await measure(
      [
        {name: 'node -e 0', command: [node, '-e', '0'], env},
        {name: 'mturk --version', command: [node, mturk, '--version'], env},
        {name: 'mturk --help', command: [node, mturk, '--help'], env},
        {name: 'mturk balance', command: [node, mturk, 'balance'], env},
        {name: 'ten lines of SDK', command: [node, inRoot('bench/balance-script.mjs')], env},
        ...(aws ? [{name: 'the AWS CLI', ...aws}] : []),
        {name: 'credential_process', command: [node, mturk, ...exporting], env},
        ...(handedOver ? [{name: 'aws export-credentials', ...handedOver}] : []),
        ...(minimal ? [{name: 'aws configure get', ...minimal}] : []),
      ],
      rounds,
    )
    const slow = await measure([...many.programs, ...all.programs], slowRounds)
    show(new Map([...medians, ...slow]))
    if (!aws) console.log('\nThe AWS CLI is not on this machine, so nothing is said about it.')
    else if (minimal) {
      console.log(
        '\nThis AWS CLI has no export-credentials: credential_process is held against `aws configure get`, which starts and ' +
          'reads one line of the same profile.',
      )
    } else if (!handedOver) console.log('\nThis AWS CLI hands no key over, so nothing is said about that.')
  } finally {
    all.end()
    many.end()
    end()
  }
}

/** @param {Map<string, number>} medians milliseconds */
function show(medians) {
  const few = slowRounds < rounds ? ` (of ${slowRounds} among many profiles)` : ''
  console.log(`Medians of ${rounds} rounds${few} on Node ${process.versions.node}`)
  for (const [name, median] of medians) console.log(`  ${name.padEnd(36)} ${median.toFixed(0).padStart(6)} ms`)
  console.log('\nRatios')
  for (const [name, against, mark] of RATIOS) {
    const [one, other] = [medians.get(name), medians.get(against)]
    if (one === undefined || other === undefined) continue
    const verdict = one / other <= mark ? '' : '  <- above'
    console.log(
      `  ${`${name} : ${against}`.padEnd(36)} ${(one / other).toFixed(2).padStart(6)}  at most ${mark}${verdict}`,
    )
  }
}
