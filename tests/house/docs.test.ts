import {existsSync} from 'node:fs'
import {join, posix} from 'node:path'
import {Exit} from '@mturk-cli/core'
import {ownSettings} from '@mturk-cli/core/settings'
import {keychainSettings} from '@mturk-cli/plugin-keychain'
import {secretsManagerSettings} from '@mturk-cli/plugin-secrets-manager'
import {describe, expect, it} from 'vitest'
import {graphOf, isShipped} from './graph.js'
import {anchorsIn, fencesIn, linksIn, readPages, rowsIn, spansIn, type Page} from './markdown.js'
import {readJson, readPackages, readSources, readText, root} from './sources.js'

const pages = readPages()
const packages = readPackages()
const sources = readSources().filter(({file}) => isShipped(file, packages) && file.startsWith('packages/'))
const page = (file: string) => pages.find((each) => each.file === file) as Page

/** All that is code: between backticks, and in blocks that show a shell. */
const codeIn = (each: Page) => [
  ...spansIn(each),
  ...fencesIn(each).flatMap(({language, body}) => (language === '' ? body.split('\n') : [])),
]

function leadsSomewhere(target: string, from: Page): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? from.file : posix.join(posix.dirname(from.file), path)
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || anchorsIn({file, text: readText(file)}).includes(anchor)
}

describe('the documentation', () => {
  it('has its pages, and each is reached from the README', () => {
    const linked = linksIn(page('README.md')).map((target) => posix.normalize(target))
    expect(linked).toEqual(expect.arrayContaining(pages.map(({file}) => file).filter((file) => file !== 'README.md')))
    expect(pages.length).toBeGreaterThanOrEqual(6)
  })

  it.each(pages)('has no link that leads nowhere: $file', (each) => {
    const targets = linksIn(each).filter((target) => !/^https?:/.test(target))
    expect(targets.length).toBeGreaterThan(0)
    expect(targets.filter((target) => !leadsSomewhere(target, each))).toEqual([])
  })

  it('names only files that there are', () => {
    const named = pages.flatMap((each) => codeIn(each).flatMap((code) => code.split(/[\s'"]+/)))
    const paths = named.filter((word) => /^(packages|tests|scripts|docs|bench|\.ci|\.github)\/[\w./-]+$/.test(word))
    expect(paths.length).toBeGreaterThan(40)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('names only scripts that there are', () => {
    const {scripts} = readJson<{scripts: Record<string, string>}>('package.json')
    const known = new Set([
      ...Object.keys(scripts).flatMap((name) => [name, `run ${name}`]),
      'ci',
      'install',
      'pack',
      'publish',
    ])
    // That page quotes what oclif's own plugins say of npm.
    const ours = pages.filter(({file}) => file !== 'docs/reference/commands.md')
    const named = ours.flatMap(codeIn).flatMap((code) => [...code.matchAll(/\bnpm ((?:run )?[a-z][\w:-]*)/g)])
    expect(named.length).toBeGreaterThan(12)
    expect(named.map(([, script = '']) => script).filter((script) => !known.has(script))).toEqual([])
  })
})

describe('the README', () => {
  it('has every exit code, and no other', () => {
    const codes = rowsIn(page('README.md')).flatMap(([cell = '']) => (/^\d+$/.test(cell) ? [Number(cell)] : []))
    expect(codes).toEqual(Object.values(Exit))
  })
})

describe('the page of the settings', () => {
  it('has each of them, with its kind and its meaning', () => {
    const rows = rowsIn(page('docs/reference/settings.md')).filter(
      ([name = '', , meaning]) => name.startsWith('`') && meaning,
    )
    const all = [...ownSettings, ...secretsManagerSettings, ...keychainSettings]
    expect(rows).toEqual(all.map(({name, kind, meaning}) => [`\`${name}\``, kind, meaning]))
  })
})

describe('the page of the environment', () => {
  const VARIABLE = /\b(?:AWS|BOTO|MTURK)_[A-Z_]*[A-Z]\b/g
  const described = new Set(page('docs/reference/environment.md').text.match(VARIABLE))

  it('has every variable that is read', () => {
    const READ = /(?:env\.|'|\{|, )((?:AWS|BOTO|MTURK)_[A-Z_]*[A-Z])\b(?!\s*[=(])/g
    const inEnvironment = sources.filter(({text}) => /\benv\b/.test(text))
    const read = inEnvironment.flatMap(({text}) => [...text.matchAll(READ)].map(([, name = '']) => name))
    expect(new Set(read).size).toBeGreaterThan(12)
    expect(read.filter((name) => !described.has(name))).toEqual([])
  })

  it('has no variable that is not', () => {
    // AWS_ENDPOINT_URL_<SERVICE> is put together; the two directories are oclif's.
    const elsewhere = /^(AWS_ENDPOINT_URL_(IAM|STS)|MTURK_(CONFIG|DATA)_DIR)$/
    const inSources = new Set(sources.flatMap(({text}) => text.match(VARIABLE) ?? []))
    expect(described.size).toBeGreaterThan(15)
    expect([...described].filter((name) => !inSources.has(name) && !elsewhere.test(name))).toEqual([])
    expect(readText('packages/core/src/aws/endpoints.ts')).toContain('`AWS_ENDPOINT_URL_${')
  })
})

describe('the page of the architecture', () => {
  it("says which of core's folders imports which", () => {
    const folderOf = (file: string) => /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1]
    const folders: Record<string, Set<string>> = {}
    for (const {file, module = ''} of graphOf(sources, packages).edges) {
      const [from, to] = [folderOf(file), folderOf(module)]
      if (from === undefined) continue
      const imports = (folders[from] ??= new Set())
      if (to !== undefined && to !== from) imports.add(to)
    }
    const rows = rowsIn(page('docs/architecture.md')).filter(([folder = '']) => /^`[a-z]+`$/.test(folder))
    const described = Object.fromEntries(rows.map(([folder = '', , imports = '']) => [plain(folder), plain(imports)]))
    expect(described).toEqual(
      Object.fromEntries(Object.entries(folders).map(([folder, imports]) => [folder, [...imports].sort().join(', ')])),
    )
  })
})

const plain = (cell: string) => cell.replaceAll('`', '')
