import {Flags, MturkCommand, say, tableLines, usageError} from '@mturk-cli/command'

import {writeKeyFiles, type KeyFiles} from '../../key-files.js'
import {startEmulator, type Emulator} from '../../server/emulator.js'
import {scenarios, type ScenarioName} from '../../server/scenarios.js'

const SCENARIOS = Object.keys(scenarios) as ScenarioName[]

export default class EmulatorStart extends MturkCommand<typeof EmulatorStart> {
  static override summary = 'Run Mechanical Turk, IAM, STS and Secrets Manager on this computer, to try things out.'
  static override description = [
    'It listens on 127.0.0.1 only, checks signatures and policies as AWS does, and forgets everything when it stops.',
    '',
    'Scenarios:',
    ...SCENARIOS.map((name) => `- ${name}: ${scenarios[name].summary}`),
  ].join('\n')
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --scenario linked-production-only --port 8686',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    port: Flags.integer({
      min: 0,
      max: 65_535,
      default: 0,
      helpValue: 'P',
      summary: 'Port of production, IAM, STS and Secrets Manager; the sandbox takes a free one.',
    }),
    scenario: Flags.option({
      options: SCENARIOS,
      default: 'new-account' as ScenarioName,
      summary: 'The state of the account at the start.',
    })(),
  }

  /** Runs until it is stopped; with `--json` it prints its one line when it is ready. */
  async run(): Promise<void> {
    const stopped = untilStopped()
    const {port, scenario} = this.flags
    const emulator = await startEmulator({port, scenario, newKeyDelayMs: NEW_KEY_DELAY}).catch((error: unknown) => {
      throw refusedPort(error, port) ?? error
    })
    const files = await writeKeyFiles(emulator)
    try {
      this.#announce(emulator, files)
      process.exitCode = await stopped
    } finally {
      await Promise.all([emulator.stop(), files.remove()])
    }
  }

  #announce({endpoint, sandboxEndpoint, environment}: Emulator, {rootKeyFile, userKeyFile, directory}: KeyFiles): void {
    if (this.jsonEnabled()) {
      process.stdout.write(`${JSON.stringify({endpoint, sandboxEndpoint, rootKeyFile, pid: process.pid})}\n`)
      return
    }
    const rows = [
      ['production, IAM, STS, Secrets Manager', endpoint],
      ['sandbox', sandboxEndpoint],
      ['root key', rootKeyFile],
      ...(userKeyFile === null ? [] : [['user key', userKeyFile]]),
      ['control token', `${directory}/control-token`],
    ]
    const variables = Object.entries(environment()).map(([name, value]) => `  export ${name}=${value}`)
    for (const line of [
      'The emulator runs until Ctrl-C.',
      '',
      ...tableLines(rows),
      '',
      'In another shell:',
      ...variables,
    ]) {
      this.log(line)
    }
  }
}

/** Milliseconds: a new key does not work at once, as at AWS. */
const NEW_KEY_DELAY = 3000

/** What a person can mend: the port is somebody else's, or not for everybody. */
function refusedPort(error: unknown, port: number): Error | undefined {
  const {code} = error as NodeJS.ErrnoException
  const why = code === 'EADDRINUSE' ? 'another program listens there' : code === 'EACCES' ? 'only root may' : undefined
  if (why === undefined) return undefined
  return usageError(`Port ${port} of 127.0.0.1 cannot be used: ${why} (${code}).`, [
    say('Choose another one, or leave out --port: then a free one is found.'),
  ])
}

/** The exit code that a shell expects of a process that a signal ended. */
function untilStopped(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130))
    process.once('SIGTERM', () => resolve(143))
  })
}
