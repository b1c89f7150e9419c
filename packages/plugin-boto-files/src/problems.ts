import {run, type Location, type Problem} from '@mturk-cli/core'
import {intendedName, type BotoFault, type BotoSection, type OwnProcess} from '@mturk-cli/core/files'

/** How far Boto's refusal of a file reaches: config and credentials are read for every lookup, the others when reached. */
type Reach = 'lookup' | 'backend'

export function brokenFile(file: string, {line, what, remedy}: BotoFault, stops: Reach): Problem {
  return {
    code: 'unreadable_file',
    message: `${file}, line ${line}: ${what}. Boto refuses the whole file, for every profile.`,
    remedy,
    severity: 'error',
    stops,
  }
}

/** Boto goes on as if the file were not there. @param path absolute @param file the same, for people */
export function passedOver(path: string, file: string, why: string): Problem {
  return {
    code: 'unreadable_file',
    message: `${file}: ${why}, so Boto goes on as if it were not there.`,
    remedy: wayInto(path, why),
    severity: 'error',
    stops: 'entry',
  }
}

function wayInto(path: string, why: string): string {
  if (why.includes('permission')) {
    return `Give yourself the permission to read it, if it is yours: ${run('chmod u+r', path).command}`
  }
  if (why.includes('link')) return `Remove the link: ${run('rm', path).command}`
  return `If a file belongs there, move this one out of its way: ${run('mv', path, `${path}.old`).command}`
}

/** A link that leads nowhere is for Boto as good as no file, and for its owner it is one. */
export function leadsNowhere(path: string, file: string, target: string): Problem {
  return {
    code: 'unreadable_file',
    message: `${file} is a symbolic link to ${target}, and there is no such file, so Boto finds nothing there.`,
    remedy: `Put the file back where the link leads, or remove the link: ${run('rm', path).command}`,
    severity: 'error',
    stops: 'entry',
  }
}

export function unusableKeyValues(file: string, state: 'missing' | 'unreadable' | 'not-utf8'): Problem {
  const why = {missing: 'does not exist', unreadable: 'cannot be read', 'not-utf8': 'is no UTF-8 text'}[state]
  return {
    code: 'unreadable_file',
    message: `The file that AWS_CREDENTIAL_FILE names (${file === '' ? 'an empty name' : file}) ${why}; Boto fails there.`,
    remedy: 'Take AWS_CREDENTIAL_FILE out of the environment, or let it name the right file.',
    severity: 'error',
    stops: 'backend',
  }
}

/** An id without its secret: Boto fails here, and asks nothing further down. */
export function missingSecret(location: Location, name: string, misspelt?: {name: string; line: number}): Problem {
  const hint = misspelt ? ` Line ${misspelt.line} has ${misspelt.name}, which Boto does not know.` : ''
  return {
    code: 'partial_credentials',
    message: `${location.display} has an access key id but no ${name}.${hint}`,
    remedy: misspelt ? `Write ${name} in line ${misspelt.line}.` : `Add ${name}, or take the id out.`,
    severity: 'error',
    stops: 'backend',
  }
}

/** A secret without an id: Boto passes it over. */
export function missingId(location: Location, misspelt?: {name: string; line: number}): Problem {
  const hint = misspelt ? ` Line ${misspelt.line} has ${misspelt.name}, which Boto does not know.` : ''
  return {
    code: 'partial_credentials',
    message: `${location.display} has a secret access key but no aws_access_key_id, so Boto passes it over.${hint}`,
    remedy: misspelt
      ? `Write aws_access_key_id in line ${misspelt.line}.`
      : 'Add aws_access_key_id, or take the secret out.',
    severity: 'note',
    stops: 'entry',
  }
}

export function nestedKey(location: Location, {name, line}: {name: string; line: number}): Problem {
  return {
    code: 'malformed_credentials',
    message: `${location.display} has the value of ${name} below its name (line ${line}); Boto reads that as a list of settings, and cannot sign with it.`,
    remedy: `Put the value of ${name} into line ${line}, beside its name.`,
    severity: 'error',
    stops: 'backend',
  }
}

/** The ways to a key in a profile that lead to temporary ones. */
export const TEMPORARY = {
  role: 'takes a role, which gives temporary access keys',
  'web-identity': 'takes a role with a web identity token, which gives temporary access keys',
  sso: 'signs in through IAM Identity Center (SSO), which gives temporary access keys',
  login: 'uses an AWS login session, which gives temporary access keys',
} as const

export function temporary(location: Location, way: keyof typeof TEMPORARY): Problem {
  return {
    code: 'temporary_credentials',
    message: `${location.display} ${TEMPORARY[way]}; Mechanical Turk takes only long-lived ones, and Boto looks no further.`,
    remedy: 'Choose a profile with a long-lived key of its own.',
    severity: 'error',
    stops: 'backend',
  }
}

export function roleWithoutSource(location: Location): Problem {
  return {
    code: 'partial_credentials',
    message: `${location.display} takes a role, but says neither source_profile nor credential_source; Boto fails there.`,
    remedy: 'Take role_arn out of the profile, or choose a profile with a long-lived key of its own.',
    severity: 'error',
    stops: 'backend',
  }
}

/** Never the command line itself: people put secrets there. */
export function credentialProcess(location: Location): Problem {
  return {
    code: 'credential_process',
    message: `${location.display} gets its key from a program (credential_process), which mturk does not run.`,
    remedy: 'For mturk itself, store a long-lived key in a profile of its own, and name that profile.',
    severity: 'error',
    stops: 'backend',
  }
}

/** Our own command: tools have it run, and mturk asks the place directly, where it may. */
export function processOfOurs(location: Location, {backend, profile}: OwnProcess): Problem {
  const from = [
    ...(backend === undefined ? [] : [`the backend ${backend}`]),
    ...(profile === undefined ? [] : [`the profile ${profile}`]),
  ].join(' and ')
  const flags = [
    ...(backend === undefined ? [] : ['--backend', backend]),
    ...(profile === undefined ? [] : ['--profile', profile]),
  ]
  return {
    code: 'credential_process',
    message: `${location.display} has tools ask mturk${from === '' ? '' : ` for the key of ${from}`}.`,
    remedy: `To see what is there: ${run('mturk credentials list', ...flags).command}`,
    severity: 'error',
    stops: 'backend',
  }
}

/** mturk ends such a round; tools get no key from it. */
export function processCallsItself(location: Location): Problem {
  return {
    code: 'credential_process',
    message: `${location.display} has tools ask mturk for this very profile, so no key ever comes of it.`,
    remedy:
      'Let it name the profile or the backend that has the key: mturk credentials link-profile NAME --backend ID --profile PROFILE',
    severity: 'error',
    stops: 'backend',
  }
}

/** A name in the section that is nearly the one that is missing. */
export function misspellingOf(section: BotoSection, missing: string): {name: string; line: number} | undefined {
  const found = [...section.options.values()].find(
    ({name}) => intendedName(name.toUpperCase()) === missing.toUpperCase(),
  )
  return found && {name: found.name, line: found.line}
}
