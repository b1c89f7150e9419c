import {Flags} from './oclif.js'

/** The flags that several commands share; one place, so that they mean and say the same everywhere. */

export const profileFlag = () =>
  Flags.string({
    helpValue: 'NAME',
    summary: 'Profile whose key is used; the environment’s keys are then ignored, as in Boto.',
  })

export const targetProfileFlag = () =>
  Flags.string({helpValue: 'NAME', summary: 'Profile that the key is stored under; it need not exist yet.'})

export const backendFlag = () => Flags.string({helpValue: 'ID', summary: 'Ask only this credential backend.'})

export const targetBackendFlag = () =>
  Flags.string({helpValue: 'ID', default: 'boto-files', summary: 'Credential backend that the key is stored in.'})

export const yesFlag = () => Flags.boolean({char: 'y', default: false, summary: 'Ask nothing: yes to what is safe.'})

export const dryRunFlag = () => Flags.boolean({default: false, summary: 'Show what would be done, and do nothing.'})

export const adminProfileFlag = () =>
  Flags.string({
    helpValue: 'NAME',
    summary:
      'AWS profile with administrator rights for IAM (SSO, role, credential_process, …); never used for Mechanical Turk.',
  })

export const userFlag = () =>
  Flags.string({
    helpValue: 'NAME',
    exclusive: ['profile'],
    summary: 'IAM user whose keys these are, asked for by an administrator; without it the user of the profile’s key.',
  })

export const waitFlag = () =>
  Flags.integer({helpValue: 'MIN', min: 0, summary: 'Wait up to this many minutes for a missing account link.'})
