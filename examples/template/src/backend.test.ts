import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, it} from 'node:test'
import {describeBackend} from '@mturk-cli/core/testing'
import {vaultBackend} from './backend.js'

describeBackend(
  'our vault',
  {
    plugin: '@example/mturk-plugin-vault',
    create() {
      const home = mkdtempSync(join(tmpdir(), 'vault-'))
      return {
        open: () => vaultBackend({home, settings: {}}),
        close: () => rmSync(home, {recursive: true}),
      }
    },
  },
  {describe, it},
)
