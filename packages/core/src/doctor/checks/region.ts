import {profileWords} from '../../credentials/index.js'
import {
  botoPaths,
  configSectionName,
  displayPath,
  readRegion,
  regionWords,
  type Surroundings,
} from '../../files/index.js'
import {run, say} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

const ONLY_REGION = 'us-east-1'

/**
 * No region, without which boto3 and the AWS CLI ask nobody; or another one than the only one that Mechanical Turk has. That
 * may be right for other services, so it stays.
 */
export const region: OfflineCheck = async ({lookup, env, home}) => {
  // A file that Boto refuses is told by whoever looks for keys in it.
  const found = await readRegion(lookup.profile.name, {env, home}).catch(() => 'refused' as const)
  if (found === 'refused') return []
  if (!found) return lookup.active ? [none(lookup.profile.name, {env, home})] : []
  if (found.region === ONLY_REGION) return []
  const {line, from} = found
  const file = [botoPaths({env, home}).config, botoPaths({env, home}).credentials].find(
    (path) => displayPath(path, home) === from,
  )
  const where = line === undefined ? from : `${from}, line ${line}`
  const finding: Finding = {
    id: 'region',
    severity: 'warning',
    message: `${where} says ${regionWords(found.region)}, and Mechanical Turk exists only in ${ONLY_REGION}. mturk uses that anyway; other tools have to be told.`,
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

function none(profile: string, {env, home}: Surroundings): Finding {
  const {config} = botoPaths({env, home})
  const section = configSectionName(profile)
  const variable = env.AWS_REGION === undefined ? '' : ' (Boto does not read AWS_REGION.)'
  return {
    id: 'region',
    severity: 'warning',
    message: `No region is set for the profile ${profileWords(profile)}: boto3.client("mturk") then fails with NoRegionError, and the AWS CLI asks for one, too.${variable}`,
    remedy: [
      say(
        config === ''
          ? 'In this shell:'
          : `Write region = ${ONLY_REGION} into ${displayPath(config, home)} [${section}], which \`mturk init\` does for you; or, for this shell alone:`,
      ),
      run(`export AWS_DEFAULT_REGION=${ONLY_REGION} AWS_REGION=${ONLY_REGION}`),
    ],
    ...(config === '' ? {} : {file: config}),
  }
}
