import {backendFlag, Flags, MturkCommand, profileFlag} from '@mturk-cli/command'
import {Exit, type ExitCode} from '@mturk-cli/core'
import {regionWarning} from '@mturk-cli/core/aws'
import {assertAmount, forEachProfile, getBalance, isBelow, PRODUCTION, SANDBOX, selectKey} from '@mturk-cli/core/mturk'

import {balanceJson, balancesJson, balancesText, balanceText, type BalanceShown} from '../render/balance.js'
import {highestExit, ofProfile} from '../render/profiles.js'

export default class Balance extends MturkCommand<typeof Balance> {
  static override summary = 'Show the money available in production or in the sandbox.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --sandbox',
    '<%= config.bin %> <%= command.id %> --profile lab --fail-below 50 --json',
    '<%= config.bin %> <%= command.id %> --all-profiles',
  ]
  static override flags = {
    profile: profileFlag(),
    'all-profiles': Flags.boolean({
      default: false,
      exclusive: ['profile'],
      summary: 'Show the balance of every profile that holds a key.',
    }),
    backend: backendFlag(),
    sandbox: Flags.boolean({default: false, summary: 'Ask the sandbox instead of production.'}),
    'fail-below': Flags.string({helpValue: 'USD', summary: 'Exit with 11 if less than this is available.'}),
  }

  protected override get only() {
    return this.flags.backend
  }

  async run() {
    const {profile, backend, 'fail-below': floor, 'all-profiles': all} = this.flags
    if (floor !== undefined) assertAmount(floor, '--fail-below')
    if (!all) {
      const shown = await this.#ask(profile)
      const warnings = [...shown.warnings, ...(await this.session.warnings())]
      return this.show({...shown, warnings}, {text: balanceText, json: balanceJson, exit: exitOf(shown)})
    }
    const found = await forEachProfile(await this.session.sources(), {backend}, (each) => this.#ask(each))
    const profiles = found.map(ofProfile)
    const warnings = await this.session.warnings()
    return this.show(
      {environment: this.#environment, profiles, warnings},
      {text: balancesText, json: balancesJson, exit: highestExit(profiles, (each) => [exitOf(each)])},
    )
  }

  get #environment() {
    return this.flags.sandbox ? SANDBOX : PRODUCTION
  }

  async #ask(given: string | undefined): Promise<BalanceShown> {
    const {backend, 'fail-below': floor} = this.flags
    const environment = this.#environment
    const {key, lookup, ...about} = await selectKey(await this.session.sources(), {profile: given, backend})
    const profile = lookup.profile.name
    const aws = await this.session.aws(profile)
    const balance = await getBalance(aws, key, environment, about)
    const endpoint = await aws.endpoints.of(environment.service)
    const warnings = [...lookup.notes, ...(await regionWarning(profile, this.session))]
    const missed = floor !== undefined && isBelow(balance.availableBalance, floor) ? floor : null
    return {profile, environment, balance, missed, warnings, endpoint}
  }
}

function exitOf({missed}: BalanceShown): ExitCode {
  return missed === null ? Exit.ok : Exit.insufficientFunds
}
