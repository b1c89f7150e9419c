import type {Flag, Place, Value} from './surface.js'

/** Completion for fish from 3.0 on. */
export function fishScript(places: readonly Place[]): string {
  return `# Completion of mturk for fish, made by \`mturk autocomplete\`. Changes are lost when that runs again.

function __mturk_words --description 'The words in front of the cursor'
    set -l words (commandline -opc)
    set -e words[1]
    # What help is about are commands again.
    test "$words[1]" = help; and set -e words[1]
    string join \\n -- $words
end

function __mturk_is --description 'Whether this is the command that is typed, whatever follows it'
    set -l command
    for word in (__mturk_words)
        contains -- "$command $word" ${places.map(({command}) => quoted(` ${command}`)).join(' ')}; or break
        set command "$command $word"
    end
    test "$command" = (string join '' '' ' '$argv)
end

function __mturk_ends --description 'Whether this is all that is typed'
    set -l words (__mturk_words)
    test "$words" = "$argv"
end

complete -c mturk -e
complete -c mturk -f
${places.flatMap(linesOf).join('\n')}
`
}

function linesOf({command, next, flags, argument}: Place): string[] {
  const line = (condition: string, rest: readonly string[]) =>
    ['complete -c mturk -n', quoted(`${condition} ${command}`.trim()), ...rest].join(' ')
  return [
    ...next.map(({word, summary}) => line('__mturk_ends', ['-a', quoted(word), '-d', quoted(summary)])),
    ...flags.flatMap((flag) => flagRests(flag).map((rest) => line('__mturk_is', rest))),
    ...(argument === undefined || argument === 'text' ? [] : [line('__mturk_is', valueOptions(argument))]),
  ]
}

function flagRests({names, short, value, summary}: Flag): string[][] {
  return names.map((name, index) => [
    ...(short !== undefined && index === 0 ? ['-s', quoted(short)] : []),
    '-l',
    quoted(name.replace(/^--/, '')),
    ...(value === undefined ? [] : ['-r', ...valueOptions(value)]),
    '-d',
    quoted(summary),
  ])
}

function valueOptions(value: Value): string[] {
  if (value === 'text') return ['-f']
  return value === 'file' ? ['-F'] : ['-f', '-a', quoted(value.join(' '))]
}

/** Between single quotes fish takes every character as it is but these two. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`
}

/** What to type in fish, once. A link, so that fish sees a new script at once, also in shells that run. */
export function fishSetUp(script: string): string[] {
  return [
    'The completion for fish is made. To switch it on, type once, in fish:',
    '',
    '  mkdir -p $__fish_config_dir/completions',
    `  ln -sf ${quoted(script)} $__fish_config_dir/completions/mturk.fish`,
    '',
    'Then `mturk <TAB>` shows the commands, and `mturk balance --<TAB>` the flags of one.',
    'After adding or removing plugins: mturk autocomplete --refresh-cache',
  ]
}
