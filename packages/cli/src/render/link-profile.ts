import {markOf} from '@mturk-cli/command'
import {maskAccessKeyId, wholeAccessKeyId, type Lookup} from '@mturk-cli/core/credentials'
import type {LinkedProfile, LinkPlan} from '@mturk-cli/core/places'

import {setUpDone, setUpJson, setUpPlan} from './set-up.js'

interface Warned {
  readonly warnings: readonly string[]
}

export interface LinkedShown extends LinkedProfile, Warned {
  /** A key that mturk finds for that profile without the line. */
  readonly active: Lookup['active']
}

export interface LinkPlanShown extends Warned {
  readonly plan: LinkPlan
}

export function linkedText(shown: LinkedShown): string[] {
  const {plan, changed} = shown
  const {options, display, line} = plan
  return [
    ...setUpDone(plan),
    changed ? `${markOf('done')} written into ${display}:` : `${markOf('done')} is in ${display} already:`,
    ...regionLine(shown),
    `    credential_process = ${line}`,
    `boto3, the AWS CLI and the AWS SDKs get ${keyOf(plan)} with the profile ${options.name}.`,
    ...allWarnings(shown).map((warning) => `! ${warning}`),
    '',
    `Try it with: aws sts get-caller-identity --profile ${options.name}`,
  ]
}

export function linkPlanText(shown: LinkPlanShown): string[] {
  const {plan} = shown
  return [
    ...setUpPlan(plan),
    plan.before === 'same' && plan.region === null
      ? `is in ${plan.display} already:`
      : `would write into ${plan.display}:`,
    ...regionLine({plan, changed: true}),
    `    credential_process = ${plan.line}`,
    `boto3, the AWS CLI and the AWS SDKs would get ${keyOf(plan)}.`,
    ...(plan.before === 'other' ? ['Another line stands there, which goes only by a yes or with --replace.'] : []),
    ...plan.inTheWay.map((way) => `! Tools take another way to a key before that: ${way}.`),
    'Nothing was changed.',
    ...allWarnings(shown).map((warning) => `! ${warning}`),
  ]
}

/** Shown where it is written: what was there before is not. */
function regionLine({plan: {region}, changed}: LinkedProfile): string[] {
  return region === null || !changed ? [] : [`    region = ${region}`]
}

function keyOf({accessKeyId, source}: LinkPlan): string {
  return `${maskAccessKeyId(accessKeyId)} from ${source.display}`
}

function allWarnings({plan, active, warnings}: LinkPlanShown & {readonly active?: Lookup['active']}): string[] {
  return [
    ...(active && active.accessKeyId !== plan.accessKeyId
      ? [`Another key comes before that: ${maskAccessKeyId(active.accessKeyId)} from ${active.location.display}.`]
      : []),
    ...warnings,
  ]
}

export function linkedJson(shown: LinkedShown) {
  return {...shared(shown.plan, allWarnings(shown)), changed: shown.changed}
}

export function linkPlanJson(shown: LinkPlanShown) {
  return {...shared(shown.plan, allWarnings(shown)), changed: false, dryRun: true}
}

function shared(plan: LinkPlan, warnings: readonly string[]) {
  const {options, line, accessKeyId, display, before, inTheWay} = plan
  return {
    ...setUpJson(plan),
    profile: options.name,
    backend: options.backend,
    of: options.profile,
    accessKeyId: wholeAccessKeyId(accessKeyId),
    credentialProcess: line,
    region: plan.region,
    writtenTo: display,
    before,
    inTheWay,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
