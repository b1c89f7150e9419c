import {execFileSync} from 'node:child_process'
import {existsSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {exportedSources} from '../../scripts/workspace/entries.mjs'
import {satisfies} from '../../scripts/workspace/node.mjs'
import {readJson, readPackages, readText, root, type PackageJson} from './sources.js'

const packages = readPackages()
const tsconfig = JSON.parse(readText('tsconfig.json').replaceAll(/^ *\/\/.*$/gm, '')) as {
  compilerOptions: {paths: Record<string, string[]>}
}

/** The file that `paths` in tsconfig.json gives for a specifier: the longest pattern, then the first file that exists. */
function sourceByPaths(specifier: string): string | undefined {
  const {paths} = tsconfig.compilerOptions
  const fitting = Object.keys(paths).filter((pattern) => specifier.startsWith(pattern.replace('*', '')))
  const pattern = fitting.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const rest = specifier.slice(pattern.indexOf('*'))
  const files = (paths[pattern] ?? []).map((path) => path.replace('./', '').replace('*', rest))
  return files.find((file) => existsSync(join(root, file)))
}

describe.each(packages)('the package in $folder', ({folder, json}) => {
  it('says what a registry and a user need to know', () => {
    expect(json).toMatchObject({
      name: folder === 'cli' ? 'mturk-cli' : `@mturk-cli/${folder}`,
      version: readJson<PackageJson>('packages/cli/package.json').version,
      license: 'MIT',
      type: 'module',
      description: expect.stringMatching(/\w{3}/) as string,
      engines: {node: '^22.22.2 || ^24.15.0 || >=26'},
      publishConfig: {access: 'public'},
      files: expect.arrayContaining(['dist', '!dist/**/*.map', '!dist/.tsbuildinfo']) as string[],
    })
    expect(json).not.toHaveProperty('private')
  })

  it('has types for everything that it exports, and sources that exist', () => {
    const targets = Object.values(json.exports ?? {})
    expect(targets.length).toBeGreaterThan(0)
    for (const target of targets) {
      const types = typeof target === 'string' ? './package.json' : target.types
      expect(types).toBe(typeof target === 'string' ? target : target.default.replace(/\.js$/, '.d.ts'))
    }
    const lost = exportedSources(json).filter(({source}) => !existsSync(join(root, 'packages', folder, source)))
    expect(lost).toEqual([])
  })

  it('is checked as it is written: tsconfig.json leads to the sources of all that it exports', () => {
    const expected = exportedSources(json).map(({specifier, source}) => [specifier, `packages/${folder}/${source}`])
    expect(expected.map(([specifier = '']) => [specifier, sourceByPaths(specifier)])).toEqual(expected)
  })

  it('asks for exactly the sisters that are released with it', () => {
    const sisters = Object.entries(json.dependencies ?? {}).filter(([name]) => name.startsWith('@mturk-cli/'))
    expect(sisters.map(([name, range]) => `${name}@${range}`)).toEqual(
      sisters.map(([name]) => `${name}@${json.version}`),
    )
  })

  it('ships the licence, and the manifest where it has commands', () => {
    expect(readText(`packages/${folder}/LICENSE`)).toBe(readText('LICENSE'))
    const scripts = json['scripts'] as Record<string, string>
    const withCommands = json.oclif?.commands !== undefined
    expect(json.files?.includes('oclif.manifest.json')).toBe(withCommands)
    expect('manifest' in scripts).toBe(withCommands)
  })

  it.skipIf(process.platform === 'win32')('has executable commands, as npm would make them at every install', () => {
    for (const bin of Object.values(json.bin ?? {})) {
      expect(statSync(join(root, 'packages', folder, bin)).mode & 0o111, bin).toBe(0o111)
    }
  })
})

describe('the lockfile', () => {
  interface Locked {
    readonly resolved?: string
    readonly link?: boolean
    readonly optionalDependencies?: Readonly<Record<string, string>>
  }
  const locked = Object.entries(readJson<{packages: Record<string, Locked>}>('package-lock.json').packages)

  it('names no registry, so that it works with every mirror', () => {
    expect(locked.length).toBeGreaterThan(100)
    expect(locked.filter(([, {resolved = '', link}]) => !link && resolved !== '').map(([path]) => path)).toEqual([])
  })

  it('knows the binaries of every platform: `npm ci` refuses it otherwise, here and on other systems', () => {
    const paths = new Set(locked.map(([path]) => path))
    const lacking = locked.flatMap(([path, {optionalDependencies = {}}]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !paths.has(`${path}/node_modules/${name}`) && !paths.has(`node_modules/${name}`))
        .map((name) => `${path}: ${name}`),
    )
    expect(lacking).toEqual([])
  })
})

describe('the workspace', () => {
  it('lets a Node through that the packages accept, and no other', () => {
    const range = '^22.22.2 || ^24.15.0 || >=26'
    const verdicts = ['20.20.2', '22.22.1', '22.22.2', '23.9.0', '24.14.9', '24.21.0', '25.0.0', '26.0.0', '30.1.0']
    expect(verdicts.filter((version) => satisfies(version, range))).toEqual(['22.22.2', '24.21.0', '26.0.0', '30.1.0'])
    expect(() => satisfies('22.0.0', '~22.1.0')).toThrow('~22.1.0')
  })

  it('names every task, and does not run one that it does not know', () => {
    const {scripts} = readJson<{scripts: Record<string, string>}>('package.json')
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining([
        'start',
        'test',
        'build',
        'typecheck',
        'lint',
        'knip',
        'packages',
        'try-install',
        'bench',
        'demo',
      ]),
    )
    const run = () => execFileSync(process.execPath, [join(root, 'scripts/run.mjs'), 'nonsense'], {stdio: 'pipe'})
    expect(run).toThrow(/There is no task "nonsense"\. There are: build, demo, test/)
  })
})
