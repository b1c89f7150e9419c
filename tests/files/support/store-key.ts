import {constants, promises} from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

/**
 * Run by Node: stores a key for the profile that is named, in the files below HOME. With a number behind it, the process
 * kills itself right before the call of that number that may write: a hook for systems where nobody can do that from outside.
 * Says how many such calls there were.
 */
const [profile = '', fault = ''] = process.argv.slice(2)

type Call = (...given: unknown[]) => unknown

let calls = 0
function hook(target: object, names: readonly string[], writes: (given: unknown[]) => boolean = () => true): void {
  const methods = target as Record<string, Call>
  for (const name of names) {
    const call = methods[name] as Call
    methods[name] = function (this: unknown, ...given) {
      if (writes(given) && String(++calls) === fault) process.kill(process.pid, 'SIGKILL')
      return call.apply(this, given)
    }
  }
}

const handle = await promises.open(process.execPath)
await handle.close()
hook(Object.getPrototypeOf(handle) as object, ['writeFile', 'chmod', 'chown', 'sync'])
hook(promises, ['open'], ([, flags]) => typeof flags === 'number' && (flags & constants.O_CREAT) !== 0)
hook(promises, ['rename', 'link', 'unlink', 'mkdir', 'chmod'])
syncBuiltinESMExports()

const {botoFiles} = await import('@mturk-cli/plugin-boto-files')
const home = process.env['HOME'] ?? ''
await botoFiles({env: {BOTO_CONFIG: ''}, home}).store?.(
  {profile, key: {accessKeyId: 'AKIANEWNEWNEWNEWNEW3', secretAccessKey: 'the-new-secret'}, expect: null},
  {signal: new AbortController().signal, operationId: profile},
)
console.log(calls)
