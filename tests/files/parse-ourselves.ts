import {readFileSync} from 'node:fs'
import {configSections, readBotoFile, splitLines, strip, type BotoOption} from '@mturk-cli/core/files'
import type {ParsedFile, ParsedValue} from './boto.js'

/** `Boto.parse` where there is no Boto: what we read in a file, which is compared with Boto elsewhere. */
export function parseOurselves(paths: readonly string[]): ParsedFile[] {
  return paths.map((path) => {
    const bytes = readFileSync(path)
    return {sections: sectionsIn(bytes), pairs: pairsIn(bytes.toString('utf8'))}
  })
}

function sectionsIn(bytes: Uint8Array): ParsedFile['sections'] {
  const file = readBotoFile(bytes)
  if (file.fault) return {error: 'ConfigParseError', provider: null}
  return file.sections.map((section) => {
    const [profile = null] = configSections({...file, sections: [section]}).profiles.keys()
    const options = [...section.options.values()].map((option) => [option.name, plain(option.value)] as const)
    return {name: section.name, secondWord: profile, options: Object.fromEntries(options)}
  })
}

function plain(value: BotoOption['value']): ParsedValue {
  return typeof value === 'string' ? value : Object.fromEntries(value)
}

function pairsIn(text: string): Record<string, string> {
  const pairs = splitLines(text).flatMap(({text: line}) => {
    const at = line.indexOf('=')
    return at < 0 ? [] : [[strip(line.slice(0, at)), strip(line.slice(at + 1))] as const]
  })
  return Object.fromEntries(pairs)
}
