export interface Interaction {
  readonly json: boolean
  readonly yes: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: boolean
}

/** Nothing is asked when `--yes`, `--json`, `CI` or a missing terminal says that it must not be. */
export function mayAsk({json, yes, env, terminal}: Interaction): boolean {
  return !json && !yes && !isSet(env['CI']) && terminal
}

/** `CI=false` and `CI=0` are how people switch it off. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase())
}

export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}
