/** A stranger's words: a line end in them would make a line of ours of whatever follows it. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
