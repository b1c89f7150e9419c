import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/**
 * Every entry in the `exports` of our packages, as its source: tests run against what the sources say now. What no
 * `exports` names stays unreachable, as it is for everybody else.
 */
function sources() {
  return readdirSync(path('packages')).flatMap((folder) => {
    const {name, exports = {}} = JSON.parse(readFileSync(path(`packages/${folder}/package.json`), 'utf8')) as {
      name: string
      exports?: Record<string, {default: string} | string>
    }
    return Object.entries(exports).map(([entry, target]) => {
      const built = typeof target === 'string' ? target : target.default
      return {
        find: new RegExp(`^${(name + entry.slice(1)).replaceAll('.', '\\.')}$`),
        replacement: path(`packages/${folder}/${built.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')}`),
      }
    })
  })
}

const everywhere = {
  resolve: {alias: sources()},
  test: {setupFiles: ['tests/support/clean-environment.ts'], unstubEnvs: true, restoreMocks: true},
}

export default defineConfig({
  test: {
    // oclif writes through console, which vitest would otherwise keep to itself.
    disableConsoleIntercept: true,
    projects: [
      {...everywhere, test: {...everywhere.test, name: 'unit', include: ['packages/*/src/**/*.test.ts']}},
      {...everywhere, test: {...everywhere.test, name: 'house', include: ['tests/house/**/*.test.ts']}},
      {
        ...everywhere,
        test: {
          ...everywhere.test,
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/house/**'],
          globalSetup: ['tests/support/before-all.ts'],
          // Children on a busy machine: a start of the real command takes some 0.2 s, of a Python client 1 s.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
