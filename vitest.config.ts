import {defineConfig} from 'vitest/config'
import {exportedSources, packages} from './scripts/workspace/entries.mjs'
import {inRoot} from './scripts/workspace/paths.mjs'

/** Tests run against what the sources say now: whatever our packages export leads to the source behind it. */
const alias = packages().flatMap(({folder, json}) =>
  exportedSources(json).map(({specifier, source}) => ({
    find: new RegExp(`^${specifier.replaceAll('.', '\\.')}$`),
    replacement: inRoot('packages', folder, source),
  })),
)

const everywhere = {
  resolve: {alias},
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
