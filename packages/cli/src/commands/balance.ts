import {backendFlag, Flags, MturkCommand, profileFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {assertAmount, getBalance, isBelow, PRODUCTION, SANDBOX, selectKey} from '@mturk-cli/core/mturk'

import {balanceJson, balanceText} from '../render/balance.js'

export default class Balance extends MturkCommand<typeof Balance> {
  static override summary = 'Show the money available in production or in the sandbox.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --sandbox',
    '<%= config.bin %> <%= command.id %> --profile lab --fail-below 50 --json',
  ]
  static override flags = {
    profile: profileFlag(),
    backend: backendFlag(),
    sandbox: Flags.boolean({default: false, summary: 'Ask the sandbox instead of production.'}),
    'fail-below': Flags.string({helpValue: 'USD', summary: 'Exit with 11 if less than this is available.'}),
  }

  async run() {
    const {profile, backend, sandbox, 'fail-below': floor} = this.flags
    if (floor !== undefined) assertAmount(floor, '--fail-below')
    const environment = sandbox ? SANDBOX : PRODUCTION
    const {key, lookup} = await selectKey(await this.session.sources(), {profile, backend})
    const aws = await this.session.aws(lookup.profile.name)
    const balance = await getBalance(aws, key, environment, {profile: lookup.profile.name})
    return this.show(
      {
        profile: lookup.profile.name,
        environment,
        balance,
        warnings: await this.session.warnings(lookup),
        endpoint: await aws.endpoints.of(environment.service),
      },
      {
        text: balanceText,
        json: balanceJson,
        exit: floor !== undefined && isBelow(balance.availableBalance, floor) ? Exit.insufficientFunds : Exit.ok,
      },
    )
  }
}
