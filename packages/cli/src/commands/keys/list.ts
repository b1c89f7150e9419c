import {adminProfileFlag, MturkCommand, profileFlag, userFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {overrideNotes} from '@mturk-cli/core/aws'
import {listKeys} from '@mturk-cli/core/iam'
import {halfWayHere} from '@mturk-cli/core/rotation'

import {listKeysJson, listKeysText} from '../../render/list-keys.js'

export default class KeysList extends MturkCommand<typeof KeysList> {
  static override summary =
    'Show a user’s access keys, how old they are, and every place on this machine that holds one.'
  static override description =
    'Looks into every backend, also into those that are asked only by name. It changes nothing. IAM learns of a use late: a date, or none, is no proof that nobody uses a key.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile lab --json',
    '<%= config.bin %> <%= command.id %> --user anna --admin-profile admin',
  ]
  static override flags = {user: userFlag(), profile: profileFlag(), 'admin-profile': adminProfileFlag()}

  async run() {
    const {session} = this
    const {user, profile, 'admin-profile': adminProfile} = this.flags
    const aws = await session.aws(session.targetProfile(profile))
    const sources = await session.sources()
    const presenter = await this.presenter()
    const isAdministered = user !== undefined || adminProfile !== undefined
    const listed = await presenter.during('Asking IAM about the keys, and every backend about its places', () =>
      listKeys(
        {aws, sources},
        {
          userName: user,
          profile,
          administrator: isAdministered ? () => session.administrator(aws, adminProfile) : undefined,
          again: ['list'],
        },
      ),
    )
    const halfWay = await halfWayHere(session.dataDirectory, listed.owner ?? undefined)
    const warnings = [...(await session.warnings()), ...(await overrideNotes(aws.endpoints, ['sts', 'iam']))]
    const exit = listed.trouble?.exit ?? Exit.ok
    return this.show(
      {...listed, halfWay, warnings, now: session.clock.now()},
      {text: listKeysText, json: listKeysJson, exit},
    )
  }
}
