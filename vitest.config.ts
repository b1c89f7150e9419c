import {availableParallelism} from 'node:os'
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

/** Milliseconds. On a busy machine a start of the real command may take seconds, and one of a Python client longer. */
const PATIENT = {testTimeout: 120_000, hookTimeout: 120_000}

export default defineConfig({
  test: {
    // One less than there are cores is vitest's way, and on a small machine half of it stands still: most tests wait for a
    // child, a server or a clock.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // oclif writes through console, which vitest would otherwise keep to itself.
    disableConsoleIntercept: true,
    projects: [
      {
        ...everywhere,
        test: {
          ...everywhere.test,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          // A worker for each file costs half of the time, and no unit keeps anything in its module.
          isolate: false,
          ...PATIENT,
        },
      },
      {...everywhere, test: {...everywhere.test, name: 'house', include: ['tests/house/**/*.test.ts'], ...PATIENT}},
      {
        ...everywhere,
        test: {
          ...everywhere.test,
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/house/**'],
          globalSetup: ['tests/support/before-all.ts'],
          ...PATIENT,
        },
      },
    ],
  },
})
