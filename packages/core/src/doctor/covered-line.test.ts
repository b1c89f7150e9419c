import {describe, expect, it} from 'vitest'
import {coveredLine} from './covered-line.js'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'
const STARS = '*'.repeat(16)

describe('a line of a file with keys, as it is shown', () => {
  it.each([
    ['[profile lab]', '[profile lab]'],
    ['aws_access_key_id = AKIAABCDEFGHIJKLMNOP', `aws_access_key_id = ${STARS}MNOP`],
    [`  AWS_SECRET_ACCESSS_KEY : ${SECRET}`, `  AWS_SECRET_ACCESSS_KEY : ${STARS}`],
    [`aws_secret_access_key="${SECRET}" # of 2019`, `aws_secret_access_key="${STARS}" # ${STARS}`],
    [`aws_secret_access_key = hunter2`, `aws_secret_access_key = ${STARS}`],
    [`aws_secret_access_key = a b ; was ${SECRET}`, `aws_secret_access_key = ${STARS} ; ${STARS}`],
    [`# aws_secret_access_key = ${SECRET}`, `# aws_secret_access_key = ${STARS}`],
    [`; ${SECRET}`, `; ${STARS}`],
    [SECRET, STARS],
    [`${SECRET} = x`, STARS],
    [`${'aB3'.repeat(14)} = x`, `${STARS} = ${STARS}`],
    [`  ${SECRET.slice(0, 20)}`, `  ${STARS}`],
    ['aws_secret_access_key = YourSecretAccessKey', 'aws_secret_access_key = YourSecretAccessKey'],
    ['aws_access_key_id = AKIAABCDEFGHIJKLMNOP\u200b', `aws_access_key_id = ${STARS}MNOP<U+200B>`],
    ['AWS_DEFAULT_REGION=us-east-1', 'AWS_DEFAULT_REGION=us-east-1'],
    [`region = ${SECRET}`, `region = ${STARS}`],
    ['# the documentation of psiTurk', `# ${STARS}`],
    ['Wq7xPz9LmT3vKc8RbN2yHd5Jg==', `${STARS}=${STARS}`],
    ['   PIECE = 3', `   ${STARS} = ${STARS}`],
    ['password: hunter2', `${STARS}: ${STARS}`],
    ['region = us-west-2', 'region = us-west-2'],
    ['aws_region = x9Kq2', `aws_region = ${STARS}`],
    ['region = https://u:hunter2@x', `region = ${STARS}`],
    [`aws_secret_access_key = ${SECRET} # p4ssw0rd of anna`, `aws_secret_access_key = ${STARS} # ${STARS}`],
    ['p4ssw0rd of anna', STARS],
    ['export AWS_ACCESS_KEY_ID=AKIAABCDEFGHIJKLMNOP', `export AWS_ACCESS_KEY_ID=${STARS}MNOP`],
    ['', ''],
  ])('%s', (line, shown) => {
    expect(coveredLine(line)).toBe(shown)
  })
})
