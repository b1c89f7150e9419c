import {profileWords} from '../../credentials/index.js'
import {
  botoPaths,
  configSectionName,
  displayPath,
  REGION_OF_MTURK,
  readRegion,
  regionWords,
  type Surroundings,
} from '../../files/index.js'
import {run, say} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

/**
 * No region, without which boto3 and the AWS CLI ask nobody; or another one than the only one that Mechanical Turk has. That
 * may be right for other services, so it stays.
 */
export const region: OfflineCheck = async ({lookup, env, home}) => {
  // A file that Boto refuses is told by whoever looks for keys in it.
  const found = await readRegion(lookup.profile.name, {env, home}).catch(() => 'refused' as const)
  if (found === 'refused') return []
  if (!found) return lookup.active ? [none(lookup.profile.name, {env, home})] : []
  if (found.region === REGION_OF_MTURK) return []
  const {line, from} = found
  const file = [botoPaths({env, home}).config, botoPaths({env, home}).credentials].find(
    (path) => displayPath(path, home) === from,
  )
  const where = line === undefined ? from : `${from}, line ${line}`
  const finding: Finding = {
    id: 'region',
    severity: 'warning',
    message: `${where} says ${regionWords(found.region)}, and Mechanical Turk exists only in ${REGION_OF_MTURK}. mturk uses that anyway; other tools have to be told.`,
    remedy: [
      say(
        line === undefined
          ? 'In this shell:'
          : `Change line ${line} of ${from} to region = ${REGION_OF_MTURK}; or, for this shell alone:`,
      ),
      run(`export AWS_DEFAULT_REGION=${REGION_OF_MTURK} AWS_REGION=${REGION_OF_MTURK}`),
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
          : `Write region = ${REGION_OF_MTURK} into ${displayPath(config, home)} [${section}], which \`mturk init\` does for you; or, for this shell alone:`,
      ),
      run(`export AWS_DEFAULT_REGION=${REGION_OF_MTURK} AWS_REGION=${REGION_OF_MTURK}`),
    ],
    ...(config === '' ? {} : {file: config}),
  }
}
