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
import {answerNeeded, Exit} from '@mturk-cli/core'
import {overrideNotes, type AdminCredentials, type Aws} from '@mturk-cli/core/aws'
import {occupantOf, otherWinner, placeIsTaken} from '@mturk-cli/core/credentials'
import {agreeOnPlace, agreeToHide, type Presenter} from '@mturk-cli/core/guide'
import {
  assertPermissionsBoundary,
  assertUserName,
  assertUserPath,
  DEFAULT_USER_NAME,
  findHalfMadeUser,
  formerOwner,
  otherHalfMadeUsers,
  planUser,
  provisionUser,
  type AdoptionPlan,
  type AskedFor,
  type CreateUserRequest,
  type MturkPolicy,
} from '@mturk-cli/core/iam'

import {winnerWarnings} from '../../render/check-it.js'
import {
  adoptionLines,
  boundaryWarnings,
  createUserJson,
  createUserText,
  plannedUserJson,
  plannedUserText,
} from '../../render/create-user.js'

export default class IamCreateUser extends MturkCommand<typeof IamCreateUser> {
  static override summary =
    'Make an IAM user that can use Mechanical Turk and nothing else, with a key that is stored and works.'
  static override description =
    'Makes the user, attaches the policy for Mechanical Turk, lets the user rotate their own keys, makes a key, waits until AWS takes it, and stores it. What fails is undone; what is interrupted is finished by the next run.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> anna --admin-profile admin --profile anna',
    '<%= config.bin %> <%= command.id %> old-user --adopt --profile old',
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
    adopt: Flags.boolean({
      default: false,
      exclusive: ['path', 'permissions-boundary'],
      summary:
        'Take over a user that is there already and has nothing but Mechanical Turk: adds what it lacks, and a key. This flag is the yes to that; only at a terminal you are asked once more.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const request = this.#request()
    const {session} = this
    const presenter = await this.presenter()
    session.stopSafely()
    const aws = await session.aws(request.profile)
    const admin = await this.#administrator(aws, request.userName)
    if (this.flags['dry-run']) return this.#plan(request, aws, admin)
    const sources = await session.sources()
    const created = await provisionUser(
      {
        aws,
        sources,
        clock: session.clock,
        dataDirectory: session.dataDirectory,
        signal: session.signal,
        progress: (title, work) => presenter.during(title, work),
      },
      admin,
      {
        ...request,
        asked: this.#asked(),
        expect: () => agreeOnPlace({sources, presenter}, request, null),
        ...(this.flags.adopt ? {adopt: (plan) => this.#agree(plan, presenter)} : {}),
      },
    )
    const stored = {profile: created.profile, winner: await otherWinner(sources, created)}
    const former = created.replaced === null ? null : await formerOwner(aws, admin, created.replaced)
    const warnings = [
      ...boundaryWarnings(created),
      ...winnerWarnings(stored),
      ...(await otherHalfMadeUsers(session.dataDirectory)),
      ...(await this.#warnings(aws)),
    ]
    const adminProfile = this.flags['admin-profile']
    const shown = {...created, ...stored, formerOwner: former, adminProfile, warnings}
    return this.show(shown, {text: createUserText, json: createUserJson, exit: Exit.ok})
  }

  /** A person sees what the user has before it is taken over. */
  async #agree(plan: AdoptionPlan, presenter: Presenter): Promise<void> {
    for (const line of adoptionLines(plan, this.session.clock.now())) this.log(line)
    if (!presenter.interactive) return
    if (await presenter.confirm(`Take over the IAM user ${plan.user.userName}?`, {default: true})) return
    throw answerNeeded('The answer was no, so nothing was changed.', [])
  }

  async #administrator(aws: Aws, userName: string): Promise<AdminCredentials> {
    try {
      return await this.session.administrator(aws, this.flags['admin-profile'])
    } catch (error) {
      const halfMade = await findHalfMadeUser(this.session.dataDirectory, userName)
      halfMade?.assertAsBegun(this.#asked())
      throw halfMade ? halfMade.cannotGoOn(error) : error
    }
  }

  async #warnings(aws: Aws): Promise<string[]> {
    return [...(await this.session.warnings()), ...(await overrideNotes(aws.endpoints, ['sts', 'iam']))]
  }

  /** Nobody is asked for a plan: what holds the place now is only named. */
  async #plan(request: WantedRequest, aws: Aws, admin: AdminCredentials) {
    const {dataDirectory} = this.session
    const sources = await this.session.sources()
    const expect = async () => {
      const occupant = await occupantOf(sources, request)
      const held = occupant?.accessKeyId ?? null
      if (!this.interactive) {
        await agreeToHide({sources, presenter: await this.presenter()}, request, {expect: held})
        if (occupant) throw placeIsTaken(occupant)
      }
      return held
    }
    const {clock} = this.session
    const adopt = this.flags.adopt ? async () => {} : undefined
    const plan = await planUser({aws, sources, dataDirectory, clock}, admin, {
      ...request,
      asked: this.#asked(),
      expect,
      adopt,
    })
    const others = await otherHalfMadeUsers(dataDirectory, request.userName)
    const warnings = [...others, ...(await this.#warnings(aws))]
    return this.show(
      {request, plan, warnings, now: clock.now()},
      {text: plannedUserText, json: plannedUserJson, exit: Exit.ok},
    )
  }

  /** What was typed just now, as far as it says what the user is to be like. */
  #asked(): AskedFor {
    const given = this.givenFlags
    return {
      profile: given.profile,
      backend: given.backend,
      policy: given.policy,
      path: given.path,
      permissionsBoundary: given['permissions-boundary'],
      selfRotation: given['no-self-rotation'] ? false : undefined,
      adopt: given.adopt || undefined,
    }
  }

  /** @throws MturkError `usage` for what IAM would refuse */
  #request(): WantedRequest {
    const {profile, backend, policy, path, 'permissions-boundary': permissionsBoundary} = this.flags
    assertUserName(this.args.name)
    assertUserPath(path)
    if (permissionsBoundary !== undefined) assertPermissionsBoundary(permissionsBoundary)
    return {
      userName: this.args.name,
      path,
      policy,
      selfRotation: !this.flags['no-self-rotation'],
      permissionsBoundary,
      profile: this.session.targetProfile(profile),
      backend,
      adminProfile: this.flags['admin-profile'],
    }
  }
}

type WantedRequest = Omit<CreateUserRequest, 'expect'>
