import {randomBytes} from 'node:crypto'
import type {Emulator} from '@mturk-cli/emulator'
import type {Home} from '../../../support/home.js'
import {keyCsv, userKeyOf, writeProfile} from '../account.js'
import type {Secrets} from './run.js'

/** A home in which every file that may hold a secret holds one. */
export function fillHome(home: Home, emulator: Emulator): Secrets {
  const stored = userKeyOf(emulator)
  const boto = newSecret()
  writeProfile(home, stored)
  writeProfile(home, emulator.rootKey, 'root')
  home.write('.aws/config', '[default]\nregion = us-east-1\n')
  home.write('.boto', `[Credentials]\naws_access_key_id = AKIABOTOBOTOBOTOBOTO\naws_secret_access_key = ${boto}\n`)
  home.write('rootkey.csv', keyCsv(emulator.rootKey))
  return {
    stored: stored.secretAccessKey,
    boto,
    environment: newSecret(),
    token: newSecret(),
    misspelt: newSecret(),
    handedOver: emulator.rootKey.secretAccessKey,
    password: newSecret(),
    setting: newSecret(),
    vault: newSecret(),
  }
}

/** A secret as AWS makes them: 40 characters, with those that change in other encodings. */
export function newSecret(): string {
  return `${randomBytes(27).toString('base64')}+/x/`
}
