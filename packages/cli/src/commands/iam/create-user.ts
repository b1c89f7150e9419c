import {
  adminProfileFlag,
  Args,
  dryRunFlag,
  Flags,
  MturkCommand,
  targetBackendFlag,
  targetProfileFlag,
  yesFlag,
} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {agreeOnPlace} from '@mturk-cli/core/guide'
import {
  assertUserName,
  assertUserPath,
  DEFAULT_USER_NAME,
  findHalfMadeUser,
  provisionUser,
  type CreateUserRequest,
  type MturkPolicy,
} from '@mturk-cli/core/iam'

import {createUserJson, createUserText, plannedUserJson, plannedUserText} from '../../render/create-user.js'

export default class IamCreateUser extends MturkCommand<typeof IamCreateUser> {
  static override summary =
    'Make an IAM user that can use Mechanical Turk and nothing else, with a key that is stored and works.'
  static override description =
    'Makes the user, attaches the policy for Mechanical Turk, lets the user rotate their own keys, makes a key, waits until AWS takes it, and stores it. What fails is undone; what is interrupted is finished by the next run.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> anna --admin-profile admin --profile anna',
    '<%= config.bin %> <%= command.id %> viewer --policy read-only --profile viewer --json',
  ]
  static override args = {
    name: Args.string({default: DEFAULT_USER_NAME, description: 'Name of the IAM user.'}),
  }
  static override flags = {
    profile: targetProfileFlag(),
    backend: targetBackendFlag(),
    'admin-profile': adminProfileFlag(),
    policy: Flags.option({
      options: ['full', 'read-only'] as const,
      default: 'full' as MturkPolicy,
      summary: 'Which of AWS’s policies for Mechanical Turk the user gets.',
    })(),
    'no-self-rotation': Flags.boolean({summary: 'Do not let the user rotate their own access keys.'}),
    path: Flags.string({helpValue: 'P', default: '/', summary: 'IAM path of the user, as in /labs/vision/.'}),
    'permissions-boundary': Flags.string({
      helpValue: 'ARN',
      summary: 'Permissions boundary, where an organisation demands one.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const request = this.#request()
    assertUserName(request.userName)
    assertUserPath(request.path)
    const sources = await this.session.sources()
    const presenter = await this.presenter()
    this.session.stopSafely()
    const halfMade = await findHalfMadeUser(this.session.dataDirectory, request.userName)
    if (this.flags['dry-run']) {
      return this.show({request, halfMade}, {text: plannedUserText, json: plannedUserJson, exit: Exit.ok})
    }
    const aws = await this.session.aws(request.profile)
    const admin = await this.session.administrator(aws, this.flags['admin-profile']).catch((error: unknown) => {
      throw halfMade ? halfMade.cannotGoOn(error) : error
    })
    const expect = halfMade ? null : await agreeOnPlace({sources, presenter}, request, null)
    const created = await provisionUser(
      {
        aws,
        sources,
        clock: this.session.clock,
        dataDirectory: this.session.dataDirectory,
        signal: this.session.signal,
        progress: (title, work) => presenter.during(title, work),
      },
      admin,
      {...request, expect},
    )
    const warnings = await this.session.warnings()
    return this.show({...created, warnings}, {text: createUserText, json: createUserJson, exit: Exit.ok})
  }

  #request(): CreateUserRequest {
    const {profile, backend, policy, path} = this.flags
    return {
      userName: this.args.name,
      path,
      policy,
      selfRotation: !this.flags['no-self-rotation'],
      permissionsBoundary: this.flags['permissions-boundary'],
      profile: this.session.targetProfile(profile),
      backend,
      expect: null,
    }
  }
}
