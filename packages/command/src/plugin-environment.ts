import {isStranger} from './plugin-context.js'

/**
 * From here on a plugin that sets or deletes a variable does it for itself and the programs that it starts: our own code,
 * the AWS SDK and the programs of `mturk exec` see the environment as it was before any plugin ran.
 */
export function keepEnvironment(): void {
  // A plain object knows one spelling of a name, and Windows all of them.
  const ours = process.platform === 'win32' ? process.env : {...process.env}
  const theirs = {...process.env}
  Object.defineProperty(process, 'env', {
    configurable: true,
    enumerable: true,
    get: () => (isStranger() ? theirs : ours),
    set: (replaced: NodeJS.ProcessEnv) => {
      const target = isStranger() ? theirs : ours
      for (const name of Object.keys(target)) if (!(name in replaced)) delete target[name]
      Object.assign(target, replaced)
    },
  })
}
