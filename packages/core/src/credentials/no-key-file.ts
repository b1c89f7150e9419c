import {open, run, say, type Remedy} from '../remedy.js'

/** What a text that is no key file of AWS seems to be. */
export interface Guess {
  /** The rest of a sentence that begins with the file's name; never anything out of the file. */
  readonly what: string
  readonly remedy: readonly Remedy[]
}

/** Where an IAM user's access keys are made. */
const USERS_PAGE = 'https://console.aws.amazon.com/iam/home#/users'

/**
 * What the text seems to be instead, by its first lines; undefined where nothing comes to mind. People hand over the
 * file beside the right one, and files that another program has saved anew.
 */
export function guessOf(text: string): Guess | undefined {
  const first = (/\S[^\r\n]*/.exec(text)?.[0] ?? '').toLowerCase()
  const separator = SEPARATORS.find(([mark]) => first.split(mark).map(plain).includes('accesskeyid'))
  if (separator) {
    return {
      what: `has ${separator[1]} between its columns, as a spreadsheet program may have saved it`,
      remedy: [say('Hand over the file as AWS gave it out, or save it as CSV with commas.')],
    }
  }
  const columns = first.split(',').map(plain)
  if (columns.includes('password')) return PASSWORD_ONLY
  if (columns.includes('access_key_1_active')) {
    return {what: 'is the credential report of an account, which holds no secrets', remedy: [open(USERS_PAGE)]}
  }
  return OTHERS.find(({pattern}) => pattern.test(text))?.guess
}

const SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
] as const

function plain(title: string): string {
  return title.replaceAll(/[\s"]/g, '')
}

const PASSWORD_ONLY: Guess = {
  what: 'holds a password for the AWS console and no access key',
  remedy: [
    open(USERS_PAGE),
    say(
      'Choose the user, "Security credentials", "Create access key", and download the CSV file that AWS then offers.',
    ),
  ],
}

const OTHERS: readonly {readonly pattern: RegExp; readonly guess: Guess}[] = [
  {
    pattern: /^\s*\[[^\]\r\n]+\][^\S\r\n]*[\r\n]/,
    guess: {
      what: 'seems to be a file with sections, as Boto and the AWS CLI have them',
      remedy: [
        say('Such a file is used where it belongs, in ~/.aws/credentials. To see what is found there:'),
        run('mturk credentials list'),
      ],
    },
  },
  {pattern: /^\s*[[{]\s*["{]/, guess: {what: 'seems to be JSON', remedy: []}},
  {pattern: /^\s*<[!a-z?]/i, guess: {what: 'seems to be a web page', remedy: []}},
  {
    pattern: /^\s*-----BEGIN /,
    guess: {what: 'seems to be a private key or a certificate, which Mechanical Turk does not take', remedy: []},
  },
  {
    pattern: /^[ \t]*(?:export |set )?AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)=/m,
    guess: {what: 'seems to hold environment variables', remedy: []},
  },
]
