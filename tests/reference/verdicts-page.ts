import {describeRemedy} from '@mturk-cli/core'
import {PRODUCTION, verdicts} from '@mturk-cli/core/mturk'

const AT = {environment: PRODUCTION}

/** The one table of verdicts, as far as it can be told of production without an answer at hand. */
export function verdictRows(): string {
  const rows = Object.entries(verdicts)
    .sort(([, one], [, other]) => one.exit - other.exit)
    .map(([name, {exit, means, remedy}]) =>
      [exit, `\`${name}\``, means(AT), describeRemedy(remedy(AT))?.replaceAll('\n', '<br>') ?? ''].join(' | '),
    )
  return [
    '| exit | verdict | means | what to do |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n')
}
