import type {LookupAddress, LookupOptions} from 'node:dns'
import type {LookupFunction} from 'node:net'

type Answer = LookupAddress | LookupAddress[]

/**
 * Looks up host names so that a silent name server cannot hold up the end of the process. Node waits on exit for every
 * lookup that is still under way, and by default glibc waits 5 seconds, twice, for each name server (measured: 10 s for
 * one lookup, more for those that queue behind it). So a lookup waits 2 seconds once (we try again ourselves), and no
 * second one is started for a name that is being looked up.
 */
export function patientLookup(
  resolve: (name: string, options: LookupOptions) => Promise<Answer> = systemLookup,
): LookupFunction {
  const underWay = new Map<string, Promise<Answer>>()
  const find = (name: string, options: LookupOptions) => {
    const key = `${name} ${JSON.stringify(options)}`
    const answer = underWay.get(key) ?? resolve(name, options).finally(() => underWay.delete(key))
    underWay.set(key, answer)
    return answer
  }
  return (name, options, callback) => void tell(find(name, options), callback)
}

async function tell(answer: Promise<Answer>, callback: Parameters<LookupFunction>[2]): Promise<void> {
  let found: Answer
  try {
    found = await answer
  } catch (error) {
    callback(error as NodeJS.ErrnoException, '')
    return
  }
  if (Array.isArray(found)) callback(null, found)
  else callback(null, found.address, found.family)
}

function systemLookup(name: string, options: LookupOptions): Promise<Answer> {
  // glibc reads it when a thread looks up its first name; other systems have no such thing.
  process.env['RES_OPTIONS'] ??= 'timeout:2 attempts:1'
  return process.getBuiltinModule('node:dns').promises.lookup(name, options)
}
