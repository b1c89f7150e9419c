import {
  complaintAboutSecret,
  maskAccessKeyId,
  oddityOfSecret,
  Secret,
  type AccessKey,
  type HandedOverKey,
} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {getIdentity, identityText, isAdministrator, type Identity} from '../iam/index.js'
import {verdictError} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import {findKey} from './find-key.js'
import {readSingleKey} from '../credentials/index.js'
import type {Guide, Step, StepState} from './step.js'
import {storeKey} from './store-key.js'

const ACCESS_KEYS_PAGE = 'https://console.aws.amazon.com/iam/home#/security_credentials'

export const accessKeys: Step = {
  id: 'access-keys',
  title: 'Access keys',
  question: 'Is there an access key that Mechanical Turk takes?',

  async check(guide): Promise<StepState> {
    const {administrator} = guide.found
    const {key, problem} = await findKey(guide)
    if (key) {
      guide.found.key = key
      return {
        state: 'done',
        message: `${maskAccessKeyId(key.accessKeyId)} · from ${key.location?.display ?? 'the person'}`,
      }
    }
    if (administrator) {
      const {accessKeyId} = administrator.key
      return {
        state: 'done',
        message: `${maskAccessKeyId(accessKeyId)} · ${identityText(administrator.identity)} · used once here, not stored`,
      }
    }
    // An unreadable file or half a key is worth its own words; a mere absence is not.
    if (problem && problem.code !== 'no_credentials') {
      return {state: 'open', message: problem.message, remedy: problem.remedy, exit: problem.exit}
    }
    return {state: 'open', message: 'no access key found', remedy: howToGetOne(), exit: Exit.credentials}
  },

  /** Takes the key that was handed over. A key that can do more than Mechanical Turk is used, and never stored. */
  async perform(guide, {exit}) {
    const key = guide.options.csv ?? (guide.presenter.interactive ? await askForKey(guide) : undefined)
    if (!key || exit !== Exit.credentials) return
    const identity = await identify(guide, key)
    // Whoever wants a user of another name hands over the key that is to make it, whatever that key may read.
    const {userName = identity.userName} = guide.options
    if (
      identity.kind === 'root' ||
      identity.userName !== userName ||
      (await isAdministrator(guide.aws, key, identity))
    ) {
      guide.found.administrator = {key, identity}
      return
    }
    await storeKey(guide, guide.options, key)
  },
}

async function identify(guide: Guide, key: AccessKey): Promise<Identity> {
  try {
    return await getIdentity(guide.aws, key)
  } catch (error) {
    throw verdictError(error, {accessKeyId: key.accessKeyId})
  }
}

async function askForKey({presenter}: Guide): Promise<HandedOverKey | undefined> {
  const way = await presenter.choose(
    'You need an access key once, to make a safer one. How would you like to hand it over?',
    [
      {label: 'A CSV file that AWS gave me (rootkey.csv, credentials.csv, *_accessKeys.csv)', value: 'file'},
      {label: 'Type or paste it (the secret stays hidden)', value: 'paste'},
      {label: 'I have none yet: show me how', value: 'none'},
    ] as const,
  )
  if (way === 'file') return readSingleKey(await presenter.ask('Path of the file:'))
  if (way === 'paste') return pasteKey(presenter)
  presenter.say(
    'Sign in as the AWS root user, open "Access keys" on this page and create one; AWS then offers a CSV file.',
  )
  await presenter.openPage(ACCESS_KEYS_PAGE)
  return (await presenter.confirm('Do you have the file now?', {default: true}))
    ? readSingleKey(await presenter.ask('Path of the file:'))
    : undefined
}

async function pasteKey(presenter: Guide['presenter']): Promise<HandedOverKey> {
  const accessKeyId = (await presenter.ask('Access key id:', {check: complainAboutId, mayShow: looksLikeId})).trim()
  const secretAccessKey = await askForSecret(presenter)
  const oddity = oddityOfSecret(secretAccessKey)
  return {accessKeyId, secretAccessKey, userName: null, warnings: oddity === undefined ? [] : [`${oddity}.`]}
}

/** An id in the making. Anything else may be a secret that was pasted one question too early. */
function looksLikeId(typed: string): boolean {
  return /^\s*AKIA[A-Z2-7]{0,16}\s*$/.test(typed)
}

/** Asked again for what can be no secret, as half of a line that was pasted. */
async function askForSecret(presenter: Guide['presenter']): Promise<Secret> {
  for (;;) {
    const typed = await presenter.askSecret('Secret access key (stays hidden):')
    const secret = new Secret(typed.reveal().trim())
    const complaint = complaintAboutSecret(secret)
    if (complaint === undefined) return secret
    presenter.say(`That secret access key ${complaint}. Once more, please.`)
  }
}

function complainAboutId(answer: string): string | undefined {
  return /^AKIA[A-Z2-7]{16}$/.test(answer.trim()) ? undefined : 'AKIA and 16 characters of A-Z and 2-7, please.'
}

function howToGetOne() {
  return [
    open(ACCESS_KEYS_PAGE),
    say(
      'Create an access key there as the AWS root user, and download the CSV file. It is needed once, and never stored.',
    ),
    run('mturk init --from-csv rootkey.csv'),
  ]
}
