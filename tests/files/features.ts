import {Buffer} from 'node:buffer'
import type {FileSet} from './file-set.js'

/** Oddities by which a file is recognised: those that a run through many of them must have met. */
const FEATURES: Readonly<Record<string, RegExp>> = {
  'a byte order mark': /^\xef\xbb\xbf/,
  CRLF: /\r\n/,
  'CR alone': /\r(?!\n)/,
  'mixed line ends': /\r\n[^]*[^\r]\n|[^\r]\n[^]*\r\n/,
  'no line end at the end': /[^\r\n]$/,
  'bytes beyond ASCII': /[\x80-\xff]/,
  'Latin-1': /[ -~]\xe9[ -~]/,
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  'a NUL': /\x00/,
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  'a control character': /[\x0b\x0c\x1c-\x1f]/,
  'a very long line': /[^\n\r]{5000}/,
  'an indented header': /^[ \t]+\[/m,
  'a header that does not end': /^\[[^\]\n\r]*$/m,
  'text behind a header': /^\[[^\]\n\r]*\][^\n\r]/m,
  'a header in quotes': /^\[[a-z -]*\s["']/m,
  'a header behind a tab': /^\[profile\t/m,
  '[DEFAULT]': /^\[DEFAULT\]/m,
  '[profile default]': /^\[profile default\]/m,
  'a colon': /^\w+ *:/m,
  'no separator': /^aws_\w+$/m,
  'an upper-case name': /^AWS_ACCESS/m,
  'an indented name': /^[ \t]+aws_/m,
  'a line that goes on': /^[a-z_]+ *= *\S.*\n[ \t]+\S/m,
  'a value below its name': /^\w+ *= *\n[ \t]+\S/m,
  'a comment inside a value': /\n#.*\n[ \t]+\S/,
  'an inline comment': /^\w+ *[=:].* [#;]/m,
  quotes: /^\w+ *[=:] *["']/m,
  'a percent sign': /%/,
  'an empty value': /^aws_\w+ *[=:] *$/m,
  'a value like a section': /^\w+ *[=:] *\[/m,
  'a section-less key': /^\s*aws_access/,
}

/** What is odd about the files and which variables are set, in words. */
export function featuresOf({files, env}: Pick<FileSet, 'files' | 'env'>): string[] {
  const inFiles = Object.entries(files).flatMap(([file, bytes]) => {
    const text = Buffer.from(bytes).toString('latin1')
    const odd = Object.keys(FEATURES).filter((name) => FEATURES[name]?.test(text))
    return ['nothing odd', ...odd].map((name) => `${file}: ${name}`)
  })
  return [...inFiles, ...Object.entries(env).map(([name, value]) => `${name}${value === '' ? ' is empty' : ''}`)]
}

/** The oddities alone. */
export const allFeatures: readonly string[] = Object.keys(FEATURES)
