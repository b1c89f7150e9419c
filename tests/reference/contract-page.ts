import {parseSync} from 'oxc-parser'
import {readText} from '../house/sources.js'

/** What a plugin's author imports, and where it is written. */
const CONTRACT = 'packages/core/src/credentials/contract.ts'
const TESTING = [
  'packages/core/src/testing/describe-backend.ts',
  'packages/core/src/testing/trial.ts',
  'packages/core/src/testing/memory-backend.ts',
]
const TESTING_INDEX = 'packages/core/src/testing/index.ts'

type Node = {readonly type: string; readonly start: number; readonly end: number} & Readonly<Record<string, unknown>>

interface Comment {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** What `@mturk-cli/core` has for authors: a section for each name, made of its declaration and what is said of it. */
export function contractSections(): string {
  return sectionsOf(CONTRACT, namesIn('packages/core/src/index.ts'))
}

/** The same for `@mturk-cli/core/testing`. */
export function testingSections(): string {
  return TESTING.map((file) => sectionsOf(file, namesIn(TESTING_INDEX))).join('')
}

/** Whatever this module exports by name. */
function namesIn(file: string): ReadonlySet<string> {
  return new Set([...readText(file).matchAll(/(?:^ {2}|[{,] ?)(?:type )?(\w+)(?=,|\})/gm)].map(([, name = '']) => name))
}

function sectionsOf(file: string, names: ReadonlySet<string>): string {
  const text = readText(file)
  const {program, comments} = parseSync(file, text)
  const docs = comments.filter(({type, value}) => type === 'Block' && value.startsWith('*'))
  return program.body
    .flatMap((node) => {
      const declared = declarationIn(node as unknown as Node)
      return declared && names.has(declared.name) ? [sectionOf(declared, node.start, text, docs)] : []
    })
    .join('')
}

interface Declared {
  readonly name: string
  readonly declaration: Node
}

function declarationIn({type, declaration}: Node): Declared | undefined {
  if (type !== 'ExportNamedDeclaration' || !declaration) return undefined
  const node = declaration as Node
  const [first] = (node['declarations'] as {id: {name: string}}[] | undefined) ?? []
  const {name} = first?.id ?? (node['id'] as {name: string})
  return {name, declaration: node}
}

function sectionOf({name, declaration}: Declared, start: number, text: string, docs: readonly Comment[]): string {
  const said = docOf(start, text, docs)
  const body = (declaration['body'] as Node | undefined)?.['body']
  const isInterface = declaration.type === 'TSInterfaceDeclaration'
  const code = isInterface ? '' : `\`\`\`ts\n${signatureOf(declaration, text)}\n\`\`\`\n\n`
  const members = isInterface ? (body as Node[]).map((member) => memberOf(member, text, docs)).join('') : ''
  return `### ${name}\n\n${said === '' ? '' : `${said}\n\n`}${code}${members}${members === '' ? '' : '\n'}`
}

/** A function without its body, a type or a constant as it stands; no comments. */
function signatureOf(declaration: Node, text: string): string {
  const isFunction = declaration.type === 'FunctionDeclaration'
  const end = isFunction ? (declaration['body'] as Node).start : declaration.end
  return text.slice(declaration.start, end).trim()
}

function memberOf(member: Node, text: string, docs: readonly Comment[]): string {
  const said = docOf(member.start, text, docs)
  const code = text.slice(member.start, member.end).replace(/^readonly /, '')
  const words = said === '' ? '' : `: ${said.replaceAll(/\n(?=.)/g, '\n  ')}`
  return `- \`${code.replaceAll(/\s+/g, ' ')}\`${words}\n`
}

/** The words of the comment right before a place, as they would stand in a page. */
function docOf(start: number, text: string, docs: readonly Comment[]): string {
  const comment = docs.findLast(({end}) => end <= start)
  if (!comment || text.slice(comment.end, start).trim() !== '') return ''
  return comment.value
    .slice(1)
    .replaceAll(/^[ \t]*\*? ?/gm, '')
    .replaceAll(/^@param (\w+) /gm, '- `$1`: ')
    .trim()
}
