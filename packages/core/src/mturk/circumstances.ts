import {isCertificateProblem, type AwsFailure} from '../aws/index.js'
import {maskAccessKeyId} from '../credentials/access-key.js'
import type {Problem} from '../credentials/contract.js'
import {unsetKey} from '../credentials/environment-key.js'
import {open, run, say, type Remedy} from '../remedy.js'
import type {MturkEnvironment} from './environments.js'

/** What is known where a verdict is given. Everything may be missing. */
export interface Circumstances {
  readonly environment?: MturkEnvironment
  readonly profile?: string
  readonly accessKeyId?: string
  readonly account?: string
  readonly userName?: string | null
  /** Where the request went, and what sent it there instead of to AWS. */
  readonly host?: string
  readonly overriddenBy?: string | null
  /** STS answered from the same computer at the same time: so it is not the network. */
  readonly stsAnswered?: boolean
  /** Where the key is kept: `~/.aws/credentials [default]`. */
  readonly place?: string
  /** It is a variable of the environment, which no command can change. */
  readonly inEnvironment?: boolean
  /** What the lookup found wrong. */
  readonly problem?: Problem
  /** What AWS said, or why it said nothing. */
  readonly failure?: AwsFailure
}

/** AWS's own word on whether its services are up. */
export const HEALTH_PAGE = 'https://health.aws.amazon.com/health/status'

export function environmentWords({environment}: Circumstances): string {
  if (!environment) return 'Mechanical Turk'
  return environment.name === 'sandbox' ? 'the sandbox' : environment.name
}

/** Whoever answered instead of AWS is named beside good news too. */
export function elsewhereWords({host, overriddenBy}: Circumstances): string {
  return overriddenBy ? `, says ${host ?? 'the host'} (from ${overriddenBy})` : ''
}

export function accountWords({account}: Circumstances): string {
  return account === undefined ? '' : ` (${formatAccount(account)})`
}

/** As AWS's console writes it: `1234-5678-9012`. */
export function formatAccount(account: string): string {
  return account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3')
}

export function keyWords(accessKeyId: string | undefined): string {
  return accessKeyId === undefined ? '' : ` ${maskAccessKeyId(accessKeyId)}`
}

export function profileWords(profile: string | undefined): string {
  return profile === undefined ? 'this profile' : `the profile ${profile}`
}

export function problemWords({problem, place}: Circumstances, otherwise: string): string {
  const message = problem?.message ?? otherwise
  return place === undefined || message.includes(place) ? message : `${place}: ${message}`
}

export function fromProblem(problem: Problem | undefined): readonly Remedy[] {
  return problem?.remedy === undefined ? [] : [say(problem.remedy)]
}

export function outOfEnvironment({inEnvironment}: Circumstances): readonly Remedy[] {
  return inEnvironment ? unsetKey() : []
}

/** The flag that makes a command be about this profile; none for the one that everything is about anyway. */
export function forProfile({profile}: Circumstances): readonly string[] {
  return profile !== undefined && profile !== 'default' ? ['--profile', profile] : []
}

/** The command that asks again, as the person would type it; with `--wait 10` it goes on asking for ten minutes. */
export function linkCheck(at: Circumstances, ...more: readonly string[]): Remedy {
  const environment = at.environment ? [`--${at.environment.name}`] : []
  return run('mturk link-check', ...environment, ...forProfile(at), ...more)
}

/** What makes something new is never asked twice: the first time may have made it. */
export function triedWords({failure}: Circumstances): string {
  return failure?.tries === 1 ? 'mturk has tried once.' : 'mturk has tried several times.'
}

export function isAdministration({failure}: Circumstances): boolean {
  return failure !== undefined && !failure.service.startsWith('mturk')
}

export function isExplicitDeny({failure}: Circumstances): boolean {
  return /with an explicit deny/.test(failure?.said.message ?? '')
}

/** AWS names its errors and numbers its answers; a page of somebody else's does neither. */
export function looksForeign(failure: AwsFailure | undefined): boolean {
  return failure?.kind === 'answer' && failure.code === undefined && failure.requestId === undefined
}

export function isGone({failure, stsAnswered}: Circumstances): boolean {
  return failure?.code === 'ENOTFOUND' && stsAnswered === true
}

export function howToReach(at: Circumstances): readonly Remedy[] {
  if (at.overriddenBy)
    return [say(`The address comes from ${at.overriddenBy}. Is it right, and does anything answer there?`)]
  if (isCertificateProblem(at.failure?.code)) {
    return [say('If your network inspects connections, set NODE_EXTRA_CA_CERTS to the file with its certificate.')]
  }
  return isGone(at) ? [open(HEALTH_PAGE)] : [say('Check the network, a VPN, a proxy or a firewall, then try again.')]
}
