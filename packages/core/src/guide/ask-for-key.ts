import {
  complaintAboutSecret,
  kindOfAccessKeyId,
  oddityOfSecret,
  readSingleKey,
  Secret,
  type HandedOverKey,
} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {complain} from './complain.js'
import type {Guide} from './step.js'
import {typedPath} from './typed-path.js'

export const ACCESS_KEYS_PAGE = 'https://console.aws.amazon.com/iam/home#/security_credentials'

/** Asks a person for a key until there is one; whoever has none stops with Ctrl-C. */
export async function askForKey(guide: Pick<Guide, 'presenter' | 'home'>): Promise<HandedOverKey> {
  const {presenter} = guide
  presenter.say('\n  You need an access key once, to make a safer one.')
  for (;;) {
    const way = await presenter.choose('How would you like to hand it over?', [
      {label: 'A CSV file that AWS gave me (rootkey.csv, credentials.csv, *_accessKeys.csv)', value: 'file'},
      {label: 'Type or paste it (the secret stays hidden)', value: 'paste'},
      {label: 'I have none yet: show me how', value: 'none'},
    ] as const)
    if (way === 'none') await showHow(presenter)
    const key = way === 'paste' ? await askForPaste(presenter) : await askForFile(guide)
    if (key) return key
  }
}

/** null: nothing was typed, so the person wants another way. */
async function askForFile({presenter, home}: Pick<Guide, 'presenter' | 'home'>): Promise<HandedOverKey | null> {
  for (;;) {
    const typed = await presenter.ask('Path of the file (Enter alone goes back):')
    if (typed.trim() === '') return null
    try {
      const key = await readSingleKey(await typedPath(typed, home))
      for (const warning of key.warnings) complain(presenter, warning)
      return key
    } catch (error) {
      if (!isMturkError(error)) throw error
      complain(presenter, error.message)
    }
  }
}

async function askForPaste(presenter: Guide['presenter']): Promise<HandedOverKey> {
  const accessKeyId = (await presenter.ask('Access key id:', {check: complainAboutId, mayShow: looksLikeId})).trim()
  const secretAccessKey = await askForSecret(presenter)
  const oddity = oddityOfSecret(secretAccessKey)
  if (oddity !== undefined) complain(presenter, `${oddity}.`)
  return {accessKeyId, secretAccessKey, userName: null, warnings: []}
}

/** Asked again for what can be no secret, as half of a line that was pasted. */
async function askForSecret(presenter: Guide['presenter']): Promise<Secret> {
  for (;;) {
    const typed = await presenter.askSecret('Secret access key (stays hidden):')
    const secret = new Secret(typed.reveal().trim())
    const complaint = complaintAboutSecret(secret)
    if (complaint === undefined) return secret
    complain(presenter, `That secret access key ${complaint}. Once more, please.`)
  }
}

async function showHow(presenter: Guide['presenter']): Promise<void> {
  presenter.say(
    '  Sign in as the AWS root user, open "Access keys" on this page and create one; AWS then offers a CSV file.',
  )
  await presenter.openPage(ACCESS_KEYS_PAGE)
}

/** An id in the making. Anything else may be a secret that was pasted one question too early. */
function looksLikeId(typed: string): boolean {
  return /^\s*AKIA[A-Z2-7]{0,16}\s*$/.test(typed)
}

function complainAboutId(answer: string): string | undefined {
  if (kindOfAccessKeyId(answer.trim()) === 'long-lived') return undefined
  return 'AKIA and 16 characters of A-Z and 2-7, please.'
}
