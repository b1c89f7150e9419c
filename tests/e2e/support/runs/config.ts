import type {Run, Scene} from './run.js'

/** A file of settings in which somebody has put a secret. */
const withSecret = ({home, secrets}: Scene) => {
  home.write('config/config.ini', `[aws]\nadmin-profile = ${secrets.setting}\n`)
  return {MTURK_CONFIG_DIR: home.at('config')}
}

export const config: readonly Run[] = [
  {command: 'config:list', when: 'a secret stands in the file', exit: 0, prepare: withSecret},
  {
    command: 'config:get',
    args: ['aws.admin-profile'],
    when: 'a secret stands in the file',
    exit: 0,
    prepare: withSecret,
  },
  {command: 'config:get', args: ['aws.colour'], when: 'there is no such setting', exit: 2},
  {
    command: 'config:set',
    args: ['aws.admin-profile', 'lab'],
    when: 'a secret stood there',
    exit: 0,
    prepare: withSecret,
  },
  {command: 'config:set', args: ['aws.instance-metadata', 'yes'], when: 'the value is wrong', exit: 2},
  {command: 'config:unset', args: ['aws.admin-profile'], when: 'a secret stood there', exit: 0, prepare: withSecret},
  {command: 'config:unset', args: ['aws.admin-profil'], when: 'there is no such setting', exit: 2},
]
