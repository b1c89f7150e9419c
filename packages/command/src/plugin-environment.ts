import {isStranger} from './plugin-context.js'

/**
 * From here on a plugin that sets or deletes a variable does it for itself and the programs that it starts: our own code,
 * the AWS SDK and the programs of `mturk exec` see the environment as it was before any plugin ran.
 */
export function keepEnvironment(): void {
  const real = process.env
  // A plain object knows one spelling of a name, and Windows all of them.
  const ours = process.platform === 'win32' ? real : copyOf(real)
  const theirs = {...real}
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

/** What is changed in the copy is changed in the real one too: the system's own resolver of names looks there. */
function copyOf(real: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return new Proxy(
    {...real},
    {
      set: (copy, name, value) => Reflect.set(real, name, value) && Reflect.set(copy, name, String(value)),
      deleteProperty: (copy, name) => Reflect.deleteProperty(real, name) && Reflect.deleteProperty(copy, name),
    },
  )
}
