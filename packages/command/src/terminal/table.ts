import Table from 'cli-table3'

/** Columns of equal width, two blanks apart, without lines and without colours of its own. */
export function tableLines(rows: readonly (readonly string[])[], indent = '  '): string[] {
  if (rows.length === 0) return []
  const none = {
    top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
    bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
    left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
  } // prettier-ignore
  const table = new Table({chars: none, style: {'padding-left': 0, 'padding-right': 0, head: [], border: []}})
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd())
}
