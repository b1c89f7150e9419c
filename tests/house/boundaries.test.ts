import {describe, expect, it} from 'vitest'
import {brokenRules} from './boundaries.js'
import {disagreements} from './dependencies.js'
import {circlesIn, graphOf, isShipped, ownerOf} from './graph.js'
import {readPackages, readSources} from './sources.js'

const packages = readPackages()
const sources = readSources()
const {modules, edges} = graphOf(sources, packages)
const shipped = (file: string) => isShipped(file, packages)

describe('the modules of the house', () => {
  it('are really walked: every package, every kind of import', () => {
    expect(modules.length).toBeGreaterThan(150)
    expect(edges.length).toBeGreaterThan(600)
    for (const {folder} of packages) {
      expect(modules.filter((file) => ownerOf(file) === folder).length, folder).toBeGreaterThan(0)
    }
    expect(new Set(edges.map(({kind}) => kind))).toEqual(new Set(['static', 'dynamic', 'type']))
    expect(edges.filter(({ours, from}) => ours !== undefined && ours !== from).length).toBeGreaterThan(50)
  })

  it('lead to modules that exist', () => {
    const known = new Set(modules)
    const lost = edges.filter(({from, module}) => module !== undefined && from !== 'tests' && !known.has(module))
    expect(lost.map(({file, line, specifier}) => `${file}:${line} ${specifier}`)).toEqual([])
  })

  it('import only what they may', () => {
    expect(brokenRules(edges, packages)).toEqual([])
  })

  it.each(packages)('agree with package.json and tsconfig.build.json: $folder', (each) => {
    expect(disagreements(each, edges)).toEqual([])
  })

  it('do not run in circles when they are loaded', () => {
    const loaded = edges.filter(({kind, module, file}) => kind === 'static' && module !== undefined && shipped(file))
    expect(circlesIn(loaded.map(({file, module = ''}) => ({from: file, to: module})))).toEqual([])
  })

  it("have no circles between core's folders", () => {
    const folderOf = (file: string) => /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1] ?? 'src'
    const inCore = edges.filter(({from, module, file}) => from === 'core' && module !== undefined && shipped(file))
    const between = inCore.map(({file, module = ''}) => ({from: folderOf(file), to: folderOf(module)}))
    expect(circlesIn(between.filter(({from, to}) => from !== 'src' && to !== 'src'))).toEqual([])
  })
})

describe('the walk itself', () => {
  const complaintsAbout = (file: string, text: string) => brokenRules(graphOf([{file, text}], packages).edges, packages)

  it.each([
    ['packages/core/src/x.ts', "import {Command} from '@oclif/core'", 'no oclif'],
    ['packages/core/src/x.ts', "import type {Interface} from 'node:readline'", 'no terminal'],
    ['packages/core/src/x.ts', "export * from '@mturk-cli/command'", 'core may not import command'],
    ['packages/core/src/x.test.ts', "import '@mturk-cli/emulator'", 'core may not import emulator'],
    ['packages/core/src/iam/x.ts', "const {IAMClient} = await import('@aws-sdk/client-iam')", 'src/aws alone'],
    ['packages/core/src/x.ts', 'export const x = (name: string) => import(name)', 'computed'],
    ['packages/command/src/x.ts', "export {x} from '../../core/src/remedy.js'", 'leaves the sources of command'],
    ['packages/command/src/x.ts', "import '@mturk-cli/core/dist/remedy.js'", 'is not among the exports'],
    ['packages/command/src/x.ts', "type X = import('@mturk-cli/core/nowhere').X", 'is not among the exports'],
    ['packages/cli/src/x.ts', "import {backends} from '@mturk-cli/plugin-env'", 'cli may not import plugin-env'],
    ['packages/plugin-env/src/x.ts', "import '@mturk-cli/plugin-boto-files'", 'may not import plugin-boto-files'],
    ['packages/emulator/src/server/x.ts', "import type {Key} from '@mturk-cli/core'", 'emulator may not import core'],
    ['packages/emulator/src/server/x.ts', "import '@mturk-cli/command'", 'may import none of ours'],
    ['packages/emulator/src/commands/x.ts', "require('@smithy/signature-v4')", 'the SDK that judges it'],
    ['packages/emulator/src/server/x.ts', "import {it} from 'vitest'", 'vitest is for tests'],
    ['tests/e2e/x.test.ts', "import {x} from '../../packages/core/src/remedy.js'", "another package's sources"],
  ])('catches in %s: %s', (file, text, words) => {
    expect(complaintsAbout(file, text).join('\n')).toContain(words)
  })

  it.each([
    ['packages/core/src/aws/x.ts', "await import('@aws-sdk/client-iam')"],
    ['packages/core/src/iam/x.ts', "import {say} from '../remedy.js'"],
    ['packages/cli/src/commands/x.ts', "import {MturkCommand} from '@mturk-cli/command'"],
    ['packages/plugin-env/src/x.ts', "import {defineBackend} from '@mturk-cli/core'"],
    ['packages/emulator/src/commands/x.ts', "import {MturkCommand} from '@mturk-cli/command'"],
    ['packages/core/src/x.test.ts', "import {it} from 'vitest'"],
  ])('lets %s have: %s', (file, text) => {
    expect(complaintsAbout(file, text)).toEqual([])
  })

  it('finds a dependency that nobody declared, one that nobody uses, and a missing reference', () => {
    const command = packages.find(({folder}) => folder === 'command')
    if (!command) throw new Error('packages/command is gone')
    const text = "import '@mturk-cli/core'\nimport 'left-pad'"
    const {edges: found} = graphOf([{file: 'packages/command/src/x.ts', text}], packages)
    expect(disagreements({...command, references: []}, found)).toEqual(
      expect.arrayContaining([
        'packages/command/src/x.ts imports left-pad, which is not in its dependencies',
        '@mturk-cli/command depends on @oclif/core and does not import it',
        '@mturk-cli/command imports core: tsconfig.build.json must refer to it',
      ]),
    )
  })

  it('sees a circle of three', () => {
    const circle = [
      {from: 'a', to: 'b'},
      {from: 'b', to: 'c'},
      {from: 'c', to: 'a'},
      {from: 'c', to: 'd'},
    ]
    expect(circlesIn(circle)).toEqual([['a', 'b', 'c']])
  })
})
