import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {readText, root} from './sources.js'

/** One page of the documentation. */
export interface Page {
  /** From the root of the workspace, with `/` on every system. */
  readonly file: string
  readonly text: string
}

/** A block between two lines of ```. */
export interface Fence {
  /** `js`; empty where nothing is said. */
  readonly language: string
  /** What a comment in the line before it says: `file: hook.js`. */
  readonly marker: string | undefined
  readonly body: string
}

const FENCE = /^(?:<!-- (.+?) -->\n)?```(\w*)\n((?:(?!```).*\n)*)```$/gm

export function readPages(): Page[] {
  const docs = readdirSync(join(root, 'docs'), {recursive: true, encoding: 'utf8'})
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
    ...docs.map((name) => `docs/${name.replaceAll('\\', '/')}`),
  ]
  return files.filter((file) => file.endsWith('.md')).map((file) => ({file, text: readText(file)}))
}

export function fencesIn({text}: Page): Fence[] {
  return [...text.matchAll(FENCE)].map(([, marker, language = '', body = '']) => ({language, marker, body}))
}

const withoutFences = ({text}: Page) => text.replaceAll(FENCE, '')

/** What stands between backticks in the text. */
export function spansIn(page: Page): string[] {
  return [...withoutFences(page).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '))
}

/** Where the links of the text lead to, as they are written. */
export function linksIn(page: Page): string[] {
  return [...withoutFences(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The rows of every table, cell by cell, backticks included. */
export function rowsIn(page: Page): string[][] {
  return [...withoutFences(page).matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) =>
    row.split(/(?<!\\)\|/).map((cell) => cell.trim()),
  )
}

/** The anchors of the headings, as the usual hosts make them. */
export function anchorsIn(page: Page): string[] {
  return [...withoutFences(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
