import type {KnipConfig} from 'knip'
import {exportedSources, loadedByOclif, packages} from './scripts/workspace/entries.mjs'

/** A package is entered by its `exports`, by what oclif loads, by what its `bin` starts, and by nothing else. */
const ours = packages().map(({folder, json}) => {
  const started = folder === 'cli' ? ['src/main.ts'] : []
  const entry = [...exportedSources(json).map(({source}) => source), ...loadedByOclif(json), ...started]
  const project = folder === 'cli' ? ['src/**/*.ts', 'bin/**/*.js'] : ['src/**/*.ts']
  // Its types are named by a plugin that has what it needs of core in itself.
  const ignoreDependencies = Object.keys(json.peerDependenciesMeta ?? {})
  return [`packages/${folder}`, {entry, project, ignoreDependencies}] as const
})

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: ['scripts/workspace/{stamp,build-package}.mjs', '.ci/count.mjs'],
      project: ['scripts/**/*.mjs', '.ci/*.mjs'],
      // scripts/workspace/processes.mjs starts them by name; oxlint loads the last one for its type-aware rules.
      ignoreDependencies: ['@arethetypeswrong/cli', 'nx', 'oxfmt', 'oxlint', 'oxlint-tsgolint', 'publint'],
    },
    ...Object.fromEntries(ours),
    bench: {entry: ['{bench,balance-script,emulator-process}.mjs'], project: ['*.mjs']},
    tests: {entry: ['**/*.test.ts', 'support/{before-all,clean-environment}.ts'], project: ['**/*.ts']},
  },
  // A type that an exported signature names is exported with it.
  ignoreExportsUsedInFile: {interface: true, type: true},
}

export default config
