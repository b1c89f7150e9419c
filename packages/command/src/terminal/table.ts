import {createRequire} from 'node:module'
import type Table from 'cli-table3'

const require = createRequire(import.meta.url)

/** Every border that the library knows, as nothing. */
const PLACES = ['top', 'bottom', 'left', 'right', 'mid', 'middle'] as const
const JOINTS = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'] as const
const CROSSINGS = ['left-mid', 'mid-mid', 'right-mid'] as const
const NO_BORDERS = Object.fromEntries([...PLACES, ...JOINTS, ...CROSSINGS].map((place) => [place, '']))

/** Columns of equal width, two blanks apart, without lines and without colours of its own. */
export function tableLines(rows: readonly (readonly string[])[], indent = '  '): string[] {
  if (rows.length === 0) return []
  const style = {'padding-left': 0, 'padding-right': 0, head: [], border: []}
  // At the first table: many commands have none, and all of them would wait for it.
  const TextTable = require('cli-table3') as typeof Table
  const table = new TextTable({chars: {...NO_BORDERS, middle: '  '}, style})
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd())
}
