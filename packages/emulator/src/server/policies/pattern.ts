/** A piece of a pattern: a literal character, `*` or `?`. */
const ANY = Symbol('*')
const ONE = Symbol('?')
type Piece = string | typeof ANY | typeof ONE

/** Values of policy variables by name: `aws:username`. */
export type Variables = Readonly<Record<string, string>>

/**
 * Whether a text fits an IAM pattern: `*` stands for any characters, `?` for one, `${aws:username}` for its value.
 * A variable that has no value fits nothing; its value is taken literally. `${*}`, `${?}` and `${$}` are those
 * characters. With `null` there are no variables, as in a policy of version 2008-10-17. Source: "IAM policy elements:
 * Variables and tags" in the IAM user guide.
 */
export function matchesPattern(pattern: string, text: string, variables: Variables | null): boolean {
  const pieces = piecesOf(pattern, variables)
  return pieces !== undefined && fits(pieces, [...text])
}

function piecesOf(pattern: string, variables: Variables | null): Piece[] | undefined {
  const pieces: Piece[] = []
  for (const part of variables === null ? [pattern] : pattern.split(/(\$\{[^}]*\})/)) {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]
    if (variables === null || name === undefined) {
      for (const character of part) pieces.push(character === '*' ? ANY : character === '?' ? ONE : character)
      continue
    }
    const value = ['*', '?', '$'].includes(name) ? name : valueOf(variables, name)
    if (value === undefined) return undefined
    pieces.push(...value)
  }
  return pieces
}

/** Names of condition keys and variables do not depend on case. */
function valueOf(variables: Variables, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return Object.entries(variables).find(([candidate]) => candidate.toLowerCase() === wanted)?.[1]
}

/** Linear but for the last star, so that a policy full of stars cannot hold up the server. */
function fits(pieces: readonly Piece[], text: readonly string[]): boolean {
  let piece = 0
  let position = 0
  let star = -1
  let resume = 0
  while (position < text.length) {
    const current = pieces[piece]
    if (current === ANY) {
      star = piece++
      resume = position
    } else if (current !== undefined && (current === ONE || current === text[position])) {
      piece++
      position++
    } else if (star >= 0) {
      piece = star + 1
      position = ++resume
    } else {
      return false
    }
  }
  while (pieces[piece] === ANY) piece++
  return piece === pieces.length
}
