import {isInEnvironment, isReadByBoto, maskAccessKeyId, unsetKey} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {run, say} from '../remedy.js'
import {isRefused} from './answers.js'
import {awsAccount} from './aws-account.js'
import {hindranceOfOldSetUp} from './old-set-up.js'
import type {Guide, Step, StepState} from './step.js'
import {pointTo} from './trouble.js'

export const tools: Step = {
  id: 'tools',
  title: 'Tools',
  question: 'Will psiTurk, boto3 and the AWS CLI use the same key?',

  async check(guide): Promise<StepState> {
    const {key} = guide.found
    if (!key) return {state: 'skipped', message: 'needs an access key first'}
    const {profile, profileGiven} = guide.options
    const {active, stoppedBy, through} = await guide.sources.lookup(profileGiven ? {profile} : {})
    const mask = maskAccessKeyId(key.accessKeyId)
    if (stoppedBy) return {state: 'open', message: stoppedBy.message, remedy: howToSee(), exit: Exit.needsMending}
    if (!active || (!through && !isReadByBoto(active.backend))) {
      const message = `${mask} is in a place that only mturk reads: boto3, psiTurk and the AWS CLI find no key`
      return {state: 'open', message, remedy: howToSee(), exit: Exit.needsMending}
    }
    if (active.accessKeyId !== key.accessKeyId) {
      const message = `${active.location.display} comes first and holds ${maskAccessKeyId(active.accessKeyId)}, not ${mask}`
      const remedy = isInEnvironment(active.location) ? unsetKey() : howToSee()
      return {state: 'open', message, remedy, exit: Exit.needsMending}
    }
    if (await isRefused(guide, key)) {
      const message = `psiTurk 3, boto3 and the AWS CLI use ${mask} · ${pointTo(awsAccount, 'AWS refuses it')}`
      return {state: 'open', message, exit: Exit.badKey}
    }
    return (
      shadowedInThisShell(guide) ??
      (await hindranceOfOldSetUp(guide)) ?? {
        state: 'done',
        message: `psiTurk 3, boto3 and the AWS CLI use ${mask}${asProfile(guide)}`,
      }
    )
  },

  /** What an older tool left behind may stand before the key; to take it away is a command of its own. */
  async perform(guide, {exit}) {
    const {presenter, migrate} = guide
    const hindrance = exit === Exit.needsMending && presenter.interactive ? await hindranceOfOldSetUp(guide) : null
    const command = hindrance?.remedy?.find((step) => step.kind === 'run')?.command
    if (!hindrance || !migrate || command === undefined) return
    presenter.show({mark: 'warning', title: tools.title, message: hindrance.message})
    if (await presenter.confirm('Move what is there to where every tool looks now?', {default: true})) {
      await migrate(command)
    }
  },
}

/** A profile asked for with `--profile` is fine here, and still hidden from tools that are not told of it. */
function shadowedInThisShell({env, options}: Guide): StepState | undefined {
  if (!options.profileGiven || !env['AWS_ACCESS_KEY_ID']) return undefined
  return {
    state: 'open',
    message: `AWS_ACCESS_KEY_ID is set in this shell, and comes before profile ${options.profile} in every tool that is not told the profile`,
    remedy: [
      run('unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'),
      say('and take it out of where it is set, a shell profile as a rule.'),
    ],
    exit: Exit.needsMending,
  }
}

function asProfile({options}: Guide): string {
  return options.profileGiven && options.profile !== 'default' ? ` with AWS_PROFILE=${options.profile}` : ''
}

function howToSee() {
  return [run('mturk credentials list')]
}
