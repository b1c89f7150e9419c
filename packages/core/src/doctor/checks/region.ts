import {cleanWord} from '../../aws/index.js'
import {coveredName} from '../../credentials/index.js'
import {botoPaths, displayPath, readRegion} from '../../files/index.js'
import {run, say} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

const ONLY_REGION = 'us-east-1'

/** A region other than the only one that Mechanical Turk has. It may be right for other services, so it stays. */
export const region: OfflineCheck = async ({lookup, env, home}) => {
  // A file that Boto refuses is told by whoever looks for keys in it.
  const found = await readRegion(lookup.profile.name, {env, home}).catch(() => null)
  if (!found || found.region === ONLY_REGION) return []
  const {line, from} = found
  const file = [botoPaths({env, home}).config, botoPaths({env, home}).credentials].find(
    (path) => displayPath(path, home) === from,
  )
  const where = line === undefined ? from : `${from}, line ${line}`
  const finding: Finding = {
    id: 'region',
    severity: 'warning',
    message: `${where} says ${coveredName(cleanWord(found.region)) || 'no region'}, and Mechanical Turk exists only in ${ONLY_REGION}. mturk uses that anyway; other tools have to be told.`,
    remedy: [
      say(
        line === undefined
          ? 'In this shell:'
          : `Change line ${line} of ${from} to region = ${ONLY_REGION}; or, for this shell alone:`,
      ),
      run(`export AWS_DEFAULT_REGION=${ONLY_REGION} AWS_REGION=${ONLY_REGION}`),
    ],
    ...(file === undefined ? {} : {file}),
    ...(line === undefined ? {} : {line}),
  }
  return [finding]
}
