import {describe, expect, it} from 'vitest'
import {readCommands, type Command} from './usage.js'

/** All that a script or a person may have typed, one line each: a change of any is a change of what was promised. */
function surfaceOf([id, {args, flags}]: [string, Command]): string[] {
  const name = id.replaceAll(':', ' ')
  return [
    name,
    ...Object.entries(args).map(
      ([arg, {required, default: value}]) => `${name} ${required ? arg : `[${arg}]`}${shown(value)}`,
    ),
    ...Object.entries(flags)
      .map(([flag, {type, allowNo, char, options, required, default: value}]) => {
        const names = `--${allowNo ? '[no-]' : ''}${flag}${char === undefined ? '' : `, -${char}`}`
        const kind = type === 'boolean' ? '' : `=${options?.join('|') ?? '…'}`
        return `${name} ${names}${kind}${required ? ' (required)' : ''}${shown(value)}`
      })
      .sort(),
  ]
}

function shown(value: unknown): string {
  return value === undefined || value === false ? '' : ` (default: ${JSON.stringify(value)})`
}

describe('the commands of our packages', () => {
  it('are what they were: ids, arguments, flags and defaults', async () => {
    const commands = [...readCommands('packages')].sort(([one], [other]) => (one < other ? -1 : 1))
    expect(commands.length).toBeGreaterThan(8)
    await expect(`${commands.flatMap(surfaceOf).join('\n')}\n`).toMatchFileSnapshot('command-surface.txt')
  })
})
