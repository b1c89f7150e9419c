import {parseSync} from 'oxc-parser'
import type {Source} from './sources.js'

export interface Import {
  /** The module that imports, from the root of the workspace. */
  readonly file: string
  readonly line: number
  /** What stands between the quotes; null where it is computed. */
  readonly specifier: string | null
  /** `import {type A}` counts as static: verbatimModuleSyntax leaves an import of nothing, and Node loads the module. */
  readonly kind: 'static' | 'dynamic' | 'type'
}

type Node = {readonly type: string; readonly start: number} & Readonly<Record<string, unknown>>

/**
 * Every way in which a module reaches another: import and export-from, `import()`, `require()`, `import.meta.resolve()`,
 * `import type` and types like `import('./x.js').X`.
 */
export function importsOf({file, text}: Source): Import[] {
  const {program, errors} = parseSync(file, text)
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`)
  const found: Import[] = []
  walk(program as unknown as Node, (node) => {
    const reached = reachedBy(node)
    if (!reached) return
    const line = text.slice(0, node.start).split('\n').length
    found.push({file, line, specifier: literal(reached.source), kind: reached.kind})
  })
  return found
}

function reachedBy(node: Node): {source: unknown; kind: Import['kind']} | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return {source: node['source'], kind: node['importKind'] === 'type' ? 'type' : 'static'}
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!node['source']) return undefined
      return {source: node['source'], kind: node['exportKind'] === 'type' ? 'type' : 'static'}
    case 'ImportExpression':
      return {source: node['source'], kind: 'dynamic'}
    case 'TSImportType':
      return {source: node['source'] ?? node['argument'], kind: 'type'}
    case 'TSExternalModuleReference':
      return {source: node['expression'], kind: 'static'}
    case 'CallExpression': {
      const callee = node['callee'] as Node
      const isRequire = callee.type === 'Identifier' && callee['name'] === 'require'
      const isResolve = callee.type === 'MemberExpression' && (callee['object'] as Node).type === 'MetaProperty'
      return isRequire || isResolve ? {source: (node['arguments'] as unknown[])[0], kind: 'dynamic'} : undefined
    }
    default:
      return undefined
  }
}

function literal(node: unknown): string | null {
  const {value, literal: inner} = (node ?? {}) as {value?: unknown; literal?: {value?: unknown}}
  const text = value ?? inner?.value
  return typeof text === 'string' ? text : null
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit)
  }
}
