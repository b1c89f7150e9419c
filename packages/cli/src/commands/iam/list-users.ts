import {adminProfileFlag, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {overrideNotes} from '@mturk-cli/core/aws'
import {listMturkUsers} from '@mturk-cli/core/iam'

import {listUsersJson, listUsersText} from '../../render/list-users.js'

export default class IamListUsers extends MturkCommand<typeof IamListUsers> {
  static override summary =
    'Show the IAM users that can use Mechanical Turk, their keys, and what else they have in the account.'
  static override description =
    'Finds the users that have one of AWS’s policies for Mechanical Turk, their own or through a group, and those with the policy that lets mturk rotate their keys. It changes nothing.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --admin-profile admin --json',
  ]
  static override flags = {'admin-profile': adminProfileFlag()}

  async run() {
    const {session} = this
    const aws = await session.aws(session.targetProfile(undefined))
    const admin = await session.administrator(aws, this.flags['admin-profile'])
    const presenter = await this.presenter()
    const found = await presenter.during('Asking IAM about its users', () => listMturkUsers(aws, admin))
    const warnings = [...(await session.warnings()), ...(await overrideNotes(aws.endpoints, ['sts', 'iam']))]
    const now = session.clock.now()
    return this.show({...found, warnings, now}, {text: listUsersText, json: listUsersJson, exit: Exit.ok})
  }
}
