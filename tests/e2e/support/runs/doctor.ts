import {backendSource, linkPlugins} from '../plugins.js'
import type {Run, Scene} from './run.js'
import {ID, echoing, foreign, unanswered} from './what-is-wrong.js'

/** Quotes, the section's name in lower case, a secret in a comment: all is mended, and shown before. */
function writeIllBoto({home, secrets}: Scene): void {
  const comment = `# before: ${secrets.setting}`
  home.write(
    '.boto',
    `${comment}\n[credentials]\naws_access_key_id = "AKIABOTOBOTOBOTOBOTO"\naws_secret_access_key = "${secrets.boto}" ${comment}\n`,
  )
}

export const doctor: readonly Run[] = [
  {command: 'doctor', when: 'all is well', exit: 0},
  {command: 'doctor', args: ['--offline'], when: 'a file has many things wrong', exit: 0, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix', '--yes'], when: 'a file has many things wrong', exit: 0, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix', '--dry-run'], when: 'it is only a rehearsal', exit: 0, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix'], when: 'nobody said yes', exit: 9, prepare: writeIllBoto},
  {
    command: 'doctor',
    args: ['--fix', '--yes'],
    when: 'the secret stands before any section',
    exit: 0,
    prepare: ({home, secrets}) =>
      void home.write('.boto', `aws_access_key_id = ${ID}\naws_secret_accesss_key = ${secrets.boto}\n`),
  },
  {
    command: 'doctor',
    args: ['--fix', '--yes'],
    when: 'the secret is a line of its own',
    exit: 12,
    prepare: ({home, secrets}) => void home.write('.aws/config', `[default]\n${secrets.boto}\n`),
  },
  {command: 'doctor', when: 'nobody answers', exit: 0, prepare: unanswered},
  {command: 'doctor', when: 'the answer repeats the secret', exit: 0, prepare: echoing('stored')},
  {command: 'doctor', when: 'another page answers', exit: 0, prepare: foreign},
  {
    command: 'doctor',
    when: 'id and secret are mixed up',
    exit: 12,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {
    command: 'doctor',
    when: 'a plugin answers a secret in the place of a text',
    exit: 0,
    prepare({home, secrets}) {
      const diagnose = `diagnose: async () => [{id: 'x', code: {secret: '${secrets.vault}'}}]`
      return linkPlugins(home, [
        {name: 'leaky', hook: `export default async () => [${backendSource('leaky', diagnose)}]`},
      ])
    },
  },
]
