import type {SettingDescription} from './known-settings.js'

export type OwnSettingName = 'allow-plain-http' | 'instance-metadata' | 'admin-profile'

/** Our own settings, all of them, in the section `[aws]` of `config.ini`. */
export const ownSettings: readonly (SettingDescription & {readonly name: OwnSettingName})[] = [
  {
    name: 'allow-plain-http',
    kind: 'boolean',
    default: 'false',
    meaning:
      'Lets requests go over plain http to hosts other than this computer. They carry secrets; the default is false.',
  },
  {
    name: 'instance-metadata',
    kind: 'boolean',
    default: 'false',
    meaning:
      'Lets administration use the credentials of the machine that mturk runs on (EC2, ECS). The default is false.',
  },
  {
    name: 'admin-profile',
    kind: 'string',
    meaning: 'The profile that administration uses where --admin-profile is not given.',
  },
]
