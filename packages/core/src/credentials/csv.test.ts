import {describe, expect, it} from 'vitest'

import {readAwsCsv} from './csv.js'

const ID = 'AKIAIOSFODNN7EXAMPLE'
const OTHER_ID = 'AKIAI44QH7DHBEXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

async function read(text: string) {
  const keys = await readAwsCsv(text, 'keys.csv')
  return keys.map(({accessKeyId, secretAccessKey, userName}) => [userName, accessKeyId, secretAccessKey.reveal()])
}

describe('the key files that AWS has handed out', () => {
  it.each([
    ['rootkey.csv, old', `AWSAccessKeyId=${ID}\r\nAWSSecretKey=${SECRET}\r\n`, null],
    ['rootkey.csv, new', `Access key ID,Secret access key\n${ID},${SECRET}\n`, null],
    ['credentials.csv of 2014', `User Name,Access Key Id,Secret Access Key\n"ann",${ID},${SECRET}\n`, 'ann'],
    [
      'credentials.csv of 2017 with a comma in the password',
      `User name,Password,Access key ID,Secret access key,Console login link\nann,"p,""w",${ID},${SECRET},https://1.signin.aws.amazon.com/console\n`,
      'ann',
    ],
    ['a comma at the end', `Access key ID,Secret access key\n${ID},${SECRET},\n`, null],
    ['today: BOM and CRLF', `\uFEFFAccess key ID,Secret access key\r\n${ID},${SECRET}\r\n`, null],
    [
      'headers in any case, blanks around, a blank line behind',
      ` ACCESS KEY id , secret ACCESS key \r\n ${ID} , ${SECRET} \r\n\r\n`,
      null,
    ],
  ])('%s', async (_shape, text, userName) => {
    expect(await read(text)).toEqual([[userName, ID, SECRET]])
  })

  it('gives every row of a file with several users', async () => {
    const text = `User name,Access key ID,Secret access key\nann,${ID},${SECRET}\nbob,${OTHER_ID},${SECRET}\n`
    expect(await read(text)).toEqual([
      ['ann', ID, SECRET],
      ['bob', OTHER_ID, SECRET],
    ])
  })

  it('warns of an odd secret and takes it', async () => {
    const [key] = await readAwsCsv(`Access key ID,Secret access key\n${ID},short\n`, 'keys.csv')
    expect(key?.warnings).toEqual([
      'keys.csv, line 2: the secret access key has 5 characters; AWS has used 40 so far, so this is hardly a whole one.',
    ])
    const [quoted] = await readAwsCsv(`Access key ID,Secret access key\n${ID},"""${SECRET}"""\n`, 'keys.csv')
    expect(quoted?.warnings).toEqual([
      'keys.csv, line 2: the secret access key stands in quotes, which Boto takes as part of it.',
    ])
  })
})

describe('what is no key file', () => {
  it.each([
    ['nothing', '', /keys\.csv is empty/],
    ['only a header', 'Access key ID,Secret access key\n', /no key below/],
    ['other columns', 'name,colour\nann,blue\n', /no columns "Access key ID"/],
    [
      'an id in place of the secret, and the other way round',
      `Access key ID,Secret access key\n${SECRET},${ID}\n`,
      /line 2: the access key id has not the shape/,
    ],
    ['a row cut short', `Access key ID,Secret access key\n${ID}\n`, /line 2: the secret access key is missing/],
    [
      'a secret for a user name',
      `User name,Access key ID,Secret access key\n${SECRET},${ID},${SECRET.replace('w', 'v')}\n`,
      /line 2: a secret access key seems to stand in the column "User name"/,
    ],
    [
      'its own secret for a user name',
      `User name,Access key ID,Secret access key\nshort,${ID},short\n`,
      /line 2: a secret access key seems to stand in the column "User name"/,
    ],
    [
      'a cell too many',
      `User name,Access key ID,Secret access key\nann,${ID},${SECRET},x\n`,
      /line 2: there are more cells than in the first line/,
    ],
    ['half of the old shape', `AWSAccessKeyId=${ID}\n`, /none AWSSecretKey=/],
    [
      'a blank in the secret',
      `Access key ID,Secret access key\n${ID},${SECRET} ${SECRET}\n`,
      /line 2: the secret access key holds a blank/,
    ],
    [
      'a line end in the secret',
      `Access key ID,Secret access key\n${ID},"${SECRET}\n${SECRET}"\n`,
      /the secret access key holds a blank, a line end/,
    ],
    [
      'a mark in the secret that cannot be seen',
      `Access key ID,Secret access key\n${ID},${SECRET}\u200b\n`,
      /line 2: .*cannot be seen/,
    ],
    ['columns between semicolons', `"Access key ID";"Secret access key"\n${ID};${SECRET}\n`, /has semicolons between/],
    ['columns between tabs', `Access key ID\tSecret access key\n${ID}\t${SECRET}\n`, /has tabs between/],
    [
      'the file with the password',
      'User name,Password,Console sign-in URL\nann,pw,https://1.signin.aws.amazon.com/console\n',
      /holds a password for the AWS console and no access key/,
    ],
    ['a credential report', 'user,arn,access_key_1_active\nann,arn:aws:iam::1:user/ann,true\n', /credential report/],
    ['a credentials file', `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`, /sections/],
    ['JSON', `{"AccessKey": {"SecretAccessKey": "${SECRET}"}}`, /seems to be JSON/],
    ['a web page', '<!doctype html><title>Sign in</title>', /web page/],
    ['another kind of key', '-----BEGIN RSA PRIVATE KEY-----\n', /private key/],
    ['shell variables', `export AWS_SECRET_ACCESS_KEY=${SECRET}\n`, /environment variables/],
    ['an open quote', `Access key ID,Secret access key\n${ID},"${SECRET}\n`, /no CSV file that can be read/],
  ])('%s is refused with the place and without the row', async (_what, text, message) => {
    const error = await read(text).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({code: 'malformed_credentials', exit: 3})
    expect(String(error)).toMatch(message)
    expect(String(error)).not.toContain(SECRET)
  })

  it('a temporary key is refused as what it is', async () => {
    await expect(read(`Access key ID,Secret access key\nASIAIOSFODNN7EXAMPLE,${SECRET}\n`)).rejects.toMatchObject({
      code: 'temporary_credentials',
      exit: 3,
    })
  })
})
