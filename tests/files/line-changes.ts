/** The lines that are in one list and not in the other, in order: what is left beside the longest common subsequence. */
export function lineChanges(before: readonly string[], after: readonly string[]) {
  const common = Array.from({length: before.length + 1}, () => Array.from({length: after.length + 1}, () => 0))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const longest = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
      common[i]?.splice(j, 1, longest)
    }
  }
  const gone: string[] = []
  const come: string[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      i++
      j++
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      gone.push(before[i++] ?? '')
    } else {
      come.push(after[j++] ?? '')
    }
  }
  return {gone, come}
}
