import {bold, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  belongingText,
  identityText,
  type KnownAccessKey,
  type ListedUser,
  type MturkPolicyHeld,
  type MturkUsers,
} from '@mturk-cli/core/iam'

export interface MturkUsersShown extends MturkUsers {
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

export function listUsersText(shown: MturkUsersShown): string[] {
  const {administrator, users, now} = shown
  return [
    `Users for Mechanical Turk · asked as ${identityText(administrator.identity)} · ${administrator.origin}`,
    ...(users.length === 0 ? ['', '  none'] : users.flatMap((user) => ['', ...userLines(user, now)])),
    ...allWarnings(shown).map((warning) => `! ${warning}`),
  ]
}

function userLines({userName, arn, createdAt, policies, beyondMturk, madeByMturk, keys}: ListedUser, now: number) {
  const made = madeByMturk ? 'made by mturk' : 'not made by mturk'
  return [
    bold(userName),
    ...tableLines([
      ['user', `${arn} · ${made}${createdAt ? ` · ${dayOf(createdAt)}` : ''}`],
      ['policies', policies.map(policyText).join(' · ')],
      ...(beyondMturk.length > 0 ? [['beyond MTurk', beyondMturk.map(belongingText).join(' · ')]] : []),
      ...(keys.length > 0 ? keys.map((key) => ['key', keyText(key, now)]) : [['key', 'none']]),
    ]),
  ]
}

function policyText({name, group}: MturkPolicyHeld): string {
  return group === null ? name : `${name} (through the group ${group})`
}

/** `****************ABCD · Active · 12 days old · last used 2026-01-02 for sts` */
export function keyText(
  {accessKeyId, status, createdAt, lastUsedAt, lastUsedFor}: KnownAccessKey,
  now: number,
): string {
  const used = lastUsedAt
    ? `last used ${dayOf(lastUsedAt)}${lastUsedFor === null ? '' : ` for ${lastUsedFor}`}`
    : 'no use known'
  return [maskAccessKeyId(accessKeyId), status, ...(createdAt ? [ageText(createdAt, now)] : []), used].join(' · ')
}

const DAY = 86_400_000

export function ageText(since: Date, now: number): string {
  const days = Math.floor((now - since.getTime()) / DAY)
  if (days < 1) return 'made today'
  return days === 1 ? '1 day old' : `${days} days old`
}

/** `2026-01-02`, UTC as in all that AWS says. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function allWarnings({notLookedAt, warnings}: MturkUsersShown): string[] {
  if (notLookedAt === 0) return [...warnings]
  return [
    `${notLookedAt} users have none of AWS’s policies for Mechanical Turk, their own or through a group. Whether one of them has the policy for rotating its keys was not looked up: they are too many.`,
    ...warnings,
  ]
}

export function listUsersJson(shown: MturkUsersShown) {
  const warnings = allWarnings(shown)
  return {
    account: shown.administrator.identity.account,
    users: shown.users.map(({userName, arn, createdAt, policies, beyondMturk, madeByMturk, keys}) => ({
      userName,
      arn,
      createdAt: iso(createdAt),
      policies,
      otherRights: beyondMturk,
      madeByMturk,
      keys: keys.map((key) => ({
        accessKeyId: key.accessKeyId,
        status: key.status,
        createdAt: iso(key.createdAt),
        lastUsedAt: iso(key.lastUsedAt),
      })),
    })),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

function iso(date: Date | null): string | null {
  return date && date.toISOString()
}
