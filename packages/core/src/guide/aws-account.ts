import {maskAccessKeyId, type AccessKey} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {getIdentity, identityText} from '../iam/index.js'
import {classify, verdictOf} from '../mturk/index.js'
import {open, say} from '../remedy.js'
import {findKey} from './find-key.js'
import type {Guide, Step, StepState} from './step.js'

const SIGN_UP = 'https://aws.amazon.com/'

export const awsAccount: Step = {
  id: 'aws-account',
  title: 'AWS account',
  question: 'Is there an AWS account?',

  async check(guide): Promise<StepState> {
    const key = await anyKey(guide)
    if (!key) {
      return {
        state: 'unknown',
        message: 'no access key found, so mturk cannot ask AWS',
        remedy: [
          open(SIGN_UP),
          say(
            'AWS asks for an e-mail address, a payment card and a phone on which it gives a PIN; the Basic support plan is free.',
          ),
        ],
        exit: Exit.credentials,
      }
    }
    try {
      const identity = await getIdentity(guide.aws, key)
      return {state: 'done', message: `${maskAccessKeyId(key.accessKeyId)} · ${identityText(identity)}`}
    } catch (error) {
      const verdict = verdictOf(classify(error), {error, accessKeyId: key.accessKeyId})
      return {state: 'unknown', message: verdict.message, remedy: verdict.remedy, exit: verdict.exit}
    }
  },
}

/** The key that the person's tools use, or else one that was handed over. */
async function anyKey(guide: Guide): Promise<AccessKey | undefined> {
  const {key} = await findKey(guide)
  return key ?? guide.found.administrator?.key ?? guide.options.csv
}
