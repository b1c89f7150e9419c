import {describe, expect, it} from 'vitest'
import {coveredLine} from './covered-line.js'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'
const STARS = '*'.repeat(16)

describe('a line of a file with keys, as it is shown', () => {
  it.each([
    ['[profile lab]', '[profile lab]'],
    ['aws_access_key_id = AKIAABCDEFGHIJKLMNOP', `aws_access_key_id = ${STARS}MNOP`],
    [`  AWS_SECRET_ACCESSS_KEY : ${SECRET}`, `  AWS_SECRET_ACCESSS_KEY : ${STARS}`],
    [`aws_secret_access_key="${SECRET}" # of 2019`, `aws_secret_access_key="${STARS}" # of 2019`],
    [`aws_secret_access_key = hunter2`, `aws_secret_access_key = ${STARS}`],
    [`aws_secret_access_key = a b ; was ${SECRET}`, `aws_secret_access_key = ${STARS} ; was ${STARS}`],
    [`# aws_secret_access_key = ${SECRET}`, `# aws_secret_access_key = ${STARS}`],
    [`; ${SECRET}`, `; ${STARS}`],
    [SECRET, STARS],
    [`${SECRET} = x`, `${STARS} = x`],
    [`${'aB3'.repeat(14)} = x`, `${STARS} = ${STARS}`],
    [`  ${SECRET.slice(0, 20)}`, `  ${STARS}`],
    ['aws_secret_access_key = YourSecretAccessKey', 'aws_secret_access_key = YourSecretAccessKey'],
    ['aws_access_key_id = AKIAABCDEFGHIJKLMNOP\u200b', `aws_access_key_id = ${STARS}MNOP<U+200B>`],
    ['AWS_DEFAULT_REGION=us-east-1', 'AWS_DEFAULT_REGION=us-east-1'],
    [`region = ${SECRET}`, `region = ${STARS}`],
    ['# the documentation of psiTurk', '# the documentation of psiTurk'],
    ['', ''],
  ])('%s', (line, shown) => {
    expect(coveredLine(line)).toBe(shown)
  })
})
