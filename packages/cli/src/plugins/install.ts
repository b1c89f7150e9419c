import type {Config} from '@mturk-cli/command/oclif'
import {Exit, MturkError, run} from '@mturk-cli/core'

import {runOclifs} from './delegate.js'
import {isSame, lockedIn} from './locked.js'
import type {Candidate} from './stage.js'

/**
 * Has oclif's plugin install what was shown, and looks whether that is what came: between the two somebody may have
 * published another.
 *
 * @throws MturkError
 */
export async function install({name, version, spec, locked}: Candidate, config: Config): Promise<void> {
  await runOclifs(config, 'plugins:install', [spec.spec, '--silent'])
  const came = (await lockedIn(config.dataDir)).get(name)
  if (came && isSame(came, locked)) return
  await runOclifs(config, 'plugins:uninstall', [name])
  throw new MturkError({
    code: 'conflict',
    exit: Exit.interrupted,
    message: `Another ${name} than the ${version} that was shown came meanwhile, so it was taken away again.`,
    remedy: [run('mturk plugins install', spec.spec)],
  })
}
