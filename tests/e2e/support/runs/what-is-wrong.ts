import type {FaultEffect} from '@mturk-cli/emulator'
import type {Scene} from './run.js'

/** As `rootkey.csv` is called where AWS hands it out. */
export const ROOT_CSV = '~/rootkey.csv'
export const ID = 'AKIAABCDEFGHIJKLMNOP'
export const CSV_HEADER = 'Access key ID,Secret access key'
export const withEnvironment = ({secrets}: Scene) => ({
  AWS_ACCESS_KEY_ID: ID,
  AWS_SECRET_ACCESS_KEY: secrets.environment,
})
export const writeCsv = ({home}: Scene, content: string) => void home.write('keys.csv', content)

function foreignPage({secrets}: Scene): FaultEffect {
  return {
    kind: 'raw',
    status: 200,
    headers: {'Content-Type': 'text/html'},
    body: `<p>${secrets.stored}</p>${secrets.handedOver}`,
  }
}

export const closed = ({emulator}: Scene) => emulator.closeService()
export const throttled = ({emulator}: Scene) =>
  void emulator.addFault({match: {service: 'mturk'}, effect: {kind: 'throttle'}})
export const unanswered = ({emulator}: Scene) => void emulator.addFault({match: {}, effect: {kind: 'drop-before'}})

/** The service says the secret of the key that it is asked with. It never got it; but that is no reason to trust an answer. */
export const echoing = (whose: 'stored' | 'handedOver') => (scene: Scene) => {
  const message = `Your secret is ${scene.secrets[whose]}, is it not?`
  scene.emulator.addFault({match: {}, effect: {kind: 'error', status: 400, code: 'SomethingNew', message}})
}
export const foreign = (scene: Scene) => void scene.emulator.addFault({match: {}, effect: foreignPage(scene)})
