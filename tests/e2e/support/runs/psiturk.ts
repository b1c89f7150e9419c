import type {Run, Scene} from './run.js'
import {ID, unanswered} from './what-is-wrong.js'

/** What psiTurk 2 left in a home, with a key of nobody's; or with another secret for the id of the stored one. */
const writePsiturk =
  (id = 'AKIAPSITURKPSITURKPS', more = '') =>
  ({home, secrets}: Scene) =>
    void home.write(
      '.psiturkconfig',
      `[AWS Access]\naws_access_key_id = ${id}\naws_secret_access_key = ${secrets.vault}${more}\n`,
    )

export const psiturk: readonly Run[] = [
  {command: 'psiturk:migrate', args: ['--yes'], when: 'there is nothing to do', exit: 0},
  {command: 'psiturk:migrate', args: ['--profile', 'new'], when: 'nobody said yes', exit: 9, prepare: writePsiturk()},
  {command: 'psiturk:migrate', args: ['--yes'], when: 'the place is taken', exit: 9, prepare: writePsiturk()},
  ...[[], ['--replace'], ['--keep'], ['--remove'], ['--dry-run']].map((more): Run => {
    const args = ['--profile', 'new', '--yes', ...more]
    return {command: 'psiturk:migrate', args, when: 'AWS does not know the key', exit: 4, prepare: writePsiturk()}
  }),
  {
    command: 'psiturk:migrate',
    args: ['--profile', 'new', '--yes'],
    when: 'nobody answers',
    exit: 0,
    prepare(scene) {
      writePsiturk()(scene)
      unanswered(scene)
    },
  },
  {
    command: 'psiturk:migrate',
    args: ['--profile', 'new', '--yes'],
    when: 'a comment stands behind the secret',
    exit: 4,
    prepare: writePsiturk(undefined, ' ; of 2014'),
  },
  {
    command: 'psiturk:migrate',
    args: ['--yes', '--from', '~/.psiturkconfig'],
    when: "psiTurk's parser refuses the file in the line of the secret",
    exit: 3,
    prepare: ({home, secrets}) => void home.write('.psiturkconfig', `${secrets.vault}\n[AWS Access]\n`),
  },
  {
    command: 'psiturk:migrate',
    args: ['--yes'],
    when: 'id and secret are mixed up, and a % is in them',
    exit: 0,
    prepare: ({home, secrets}) =>
      void home.write(
        '.psiturkconfig',
        `[AWS Access]\naws_access_key_id = ${secrets.vault}%\naws_secret_access_key = ${ID}\n`,
      ),
  },
]
