import {chmodSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'
import {root} from '../../house/sources.js'
import type {Home} from '../../support/home.js'
import {NPM} from '../../support/local-registry.js'

/** `mturk`, `npm` and this `node`, as a shell finds them: answers what belongs into PATH. */
export function commandsIn(home: Home): string {
  const programs = {mturk: join(root, 'packages/cli/bin/run.js'), npm: NPM}
  for (const [name, script] of Object.entries(programs)) {
    chmodSync(home.write(`bin/${name}`, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`), 0o700)
  }
  return [home.at('bin'), dirname(process.execPath)].join(delimiter)
}
