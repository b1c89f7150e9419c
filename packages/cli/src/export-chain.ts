import {Exit, MturkError, run, say} from '@mturk-cli/core'

/** What is being exported, from the outermost process on. Set for the programs that credentials are got from. */
const CHAIN = 'MTURK_EXPORT_CHAIN'

/** As the AWS CLI has it, in `aws configure export-credentials`. */
const LONGEST = 4

/**
 * A profile may get its key from mturk, and mturk the credentials to ask with from a profile: where that comes round to the
 * same export, it would go on for ever, a process for each turn.
 *
 * @throws MturkError `no_credentials`
 */
export function enterExport(
  env: NodeJS.ProcessEnv,
  {profile, backend}: {readonly profile: string; readonly backend: string | undefined},
): void {
  const chain = (env[CHAIN] ?? '').split(' ').filter(Boolean)
  const link = `${encodeURIComponent(backend ?? '')}/${encodeURIComponent(profile)}`
  if (chain.includes(link)) throw stopped(`The profile ${profile} gets its key from itself`)
  if (chain.length >= LONGEST) throw stopped(`The profile ${profile} is asked for by ${LONGEST} others in a row`)
  env[CHAIN] = [...chain, link].join(' ')
}

function stopped(why: string): MturkError {
  return new MturkError({
    code: 'no_credentials',
    exit: Exit.credentials,
    message: `${why}, each by a credential_process that runs mturk, so it was stopped here.`,
    remedy: [
      run('mturk doctor --offline'),
      say('A store is to be asked with the credentials of another profile: mturk config set aws.admin-profile OTHER'),
    ],
  })
}
