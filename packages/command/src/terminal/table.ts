import Table from 'cli-table3'

/** Every border that the library knows, as nothing. */
const PLACES = ['top', 'bottom', 'left', 'right', 'mid', 'middle'] as const
const JOINTS = ['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'] as const
const CROSSINGS = ['left-mid', 'mid-mid', 'right-mid'] as const
const NO_BORDERS = Object.fromEntries([...PLACES, ...JOINTS, ...CROSSINGS].map((place) => [place, '']))

/** Columns of equal width, two blanks apart, without lines and without colours of its own. */
export function tableLines(rows: readonly (readonly string[])[], indent = '  '): string[] {
  if (rows.length === 0) return []
  const style = {'padding-left': 0, 'padding-right': 0, head: [], border: []}
  const table = new Table({chars: {...NO_BORDERS, middle: '  '}, style})
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd())
}
