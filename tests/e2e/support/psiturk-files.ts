import type {EmulatorKey} from '@mturk-cli/emulator'

/** psiTurk's own words for a key that is not there yet. */
export const TEMPLATE = {accessKeyId: 'YourAccessKeyId', secretAccessKey: 'YourSecretAccessKey'}

type Values = Pick<EmulatorKey, 'accessKeyId' | 'secretAccessKey'>

/** `~/.psiturkconfig` as psiTurk 2.0.0 to 2.3.12 made it, 221 bytes: psiturk/default_configs/global_config_defaults.txt. */
export function globalConfig2({accessKeyId, secretAccessKey}: Values = TEMPLATE): string {
  return [
    '[AWS Access]',
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    'aws_region = us-east-1',
    '',
    '[psiTurk Access]',
    'psiturk_access_key_id = YourAccessKeyId',
    'psiturk_secret_access_id = YourSecretAccessKey',
    '',
  ].join('\n')
}

/** The same, rewritten by psiTurk 2.0 and 2.1 themselves: no comments, small letters, a blank line after each section. */
export function rewrittenConfig2(key: Values): string {
  return `${globalConfig2(key)}\n`
}

/** psiTurk 3's own defaults, as somebody may have copied them: they are empty. */
export function globalConfig3({accessKeyId, secretAccessKey}: Values = {accessKeyId: '', secretAccessKey: ''}): string {
  return [
    '[AWS Access]',
    '# AWS credentials with MTurk full-access permissions',
    `aws_access_key_id = ${accessKeyId}`.trimEnd(),
    `aws_secret_access_key = ${secretAccessKey}`.trimEnd(),
    'aws_region = us-east-1',
    '',
  ].join('\n')
}

/** `config.txt` of psiTurk 1.0.2, October 2013, as far as it matters; with its spelling. */
export function projectConfig1(
  {accessKeyId, secretAccessKey}: Values = {accessKeyId: 'YourAccessKeyId', secretAccessKey: 'YourSecreteAccessKey'},
): string {
  return [
    '[AWS Access]',
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    '',
    '[Database Parameters]',
    'database_url = mysql://user:password@localhost/experiments ; the one of the lab',
    '',
    '[Task Parameters]',
    'cutoff_time = 30',
    '',
  ].join('\n')
}

/** A project of psiTurk 2 or 3: no key in it. */
export const PROJECT_2 =
  '[HIT Configuration]\ntitle = Stroop task\n\n[Shell Parameters]\nlaunch_in_sandbox_mode = true\n'

/** `~/.dallingerconfig` as `dallinger setup` makes it. */
export function dallingerConfig(
  {accessKeyId, secretAccessKey}: Values = {accessKeyId: '???', secretAccessKey: '???'},
): string {
  return [
    '[AWS Access]',
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    'aws_region = us-east-1',
    '',
    '[Email Access]',
    'dallinger_email_address = ???',
    '',
  ].join('\n')
}

/** The file without the two lines. */
export function withoutKeyLines(text: string): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => !/^(?:export )?(?:psiturk_)?aws_(?:access_key_id|secret_access_key)\b/i.test(line))
    .join('')
}
