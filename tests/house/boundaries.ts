import {isShipped, type Edge} from './graph.js'
import type {Package} from './sources.js'

/**
 * Who may import whom (docs/architecture.md). The command line reaches its plugins through oclif alone, and the emulator's
 * server knows none of ours, so that a misunderstanding in core cannot hide in the emulator.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  command: ['core'],
  cli: ['core', 'command'],
  emulator: ['command'],
}
const PLUGIN_MAY_IMPORT = ['core', 'command']

/** Core may be asked by something that is no terminal, and knows nothing of how plugins come in. */
const NOT_IN_CORE = /^(@oclif\/|@inquirer\/|listr2$|chalk$|ansis$|ora$|cli-|open$|(node:)?(readline|tty|repl)\b)/

/** The emulator is judged by the SDKs, so it is not made of them. */
const SDK = /^(@aws-sdk\/|@smithy\/|@aws-crypto\/|aws-)/

type Rule = (edge: Edge, packages: readonly Package[]) => string | undefined

const rules: readonly Rule[] = [
  ({specifier}) => (specifier === null ? 'imports something that is computed, which nobody can check' : undefined),

  function reachesOnlyWhatItMay({from, ours, file}) {
    if (ours === undefined || from === 'tests' || ours === from) return undefined
    const allowed = from.startsWith('plugin-') ? PLUGIN_MAY_IMPORT : (MAY_IMPORT[from] ?? [])
    if (!allowed.includes(ours)) return `${from} may not import ${ours}`
    return file.startsWith('packages/emulator/src/server/')
      ? "the emulator's server may import none of ours"
      : undefined
  },

  function reachesOthersByTheirName({from, module, file}) {
    if (module === undefined || from === 'tests') {
      return module?.startsWith('packages/') ? "is a path into another package's sources" : undefined
    }
    const home = file.startsWith(`packages/${from}/bin/`) ? `packages/${from}/` : `packages/${from}/src/`
    return module.startsWith(home) ? undefined : `leaves the sources of ${from}`
  },

  ({from, packageName = ''}) =>
    from === 'core' && NOT_IN_CORE.test(packageName) ? 'core knows no oclif and no terminal' : undefined,

  function makesSdkClientsInOnePlace({from, file, packageName = ''}, packages) {
    if (from === 'tests' || !isShipped(file, packages) || !SDK.test(packageName)) return undefined
    return file.startsWith('packages/core/src/aws/') ? undefined : 'the AWS SDK is for packages/core/src/aws alone'
  },

  ({from, packageName = ''}) =>
    from === 'emulator' && SDK.test(packageName) ? 'the emulator may not be made of the SDK that judges it' : undefined,

  function keepsVitestInTests({from, file, packageName}, packages) {
    if (packageName !== 'vitest' || from === 'tests' || !isShipped(file, packages)) return undefined
    // The conformance suite for other people's backends is a product of core.
    return file.startsWith('packages/core/src/testing/') ? undefined : 'vitest is for tests, and this file is shipped'
  },
]

/** One line for each import that breaks a rule. */
export function brokenRules(edges: readonly Edge[], packages: readonly Package[]): string[] {
  const all = [...rules, entersByExports(packages)]
  return edges.flatMap((edge) =>
    all
      .map((rule) => rule(edge, packages))
      .filter((complaint) => complaint !== undefined)
      .map((complaint) => `${edge.file}:${edge.line} ${edge.specifier ?? 'import(…)'}: ${complaint}`),
  )
}

/** A specifier of ours must be in the `exports` of that package: for everybody else there is nothing more. */
function entersByExports(packages: readonly Package[]): Rule {
  const entries = new Set(
    packages.flatMap(({json}) => Object.keys(json.exports ?? {}).map((entry) => json.name + entry.slice(1))),
  )
  return ({specifier, packageName, ours}) =>
    ours !== undefined && packageName !== undefined && !entries.has(specifier ?? '')
      ? `is not among the exports of ${packageName}`
      : undefined
}
