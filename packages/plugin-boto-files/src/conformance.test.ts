import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describeBackend} from '@mturk-cli/core/testing'
import {describe, it} from 'vitest'
import {botoFiles} from './backend.js'

describeBackend(
  'boto-files',
  {
    plugin: '@mturk-cli/plugin-boto-files',
    create() {
      const home = mkdtempSync(join(tmpdir(), 'mturk-boto-'))
      return {
        open: () => botoFiles({env: {BOTO_CONFIG: join(home, '.boto')}, home}),
        close: () => rmSync(home, {recursive: true}),
      }
    },
  },
  {describe, it},
)
