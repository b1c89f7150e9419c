/** What may reach a terminal: colours (SGR sequences, which are ours), tabs and new lines. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const UNPRINTABLE = /\u001B(?!\[[\d;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/**
 * Takes out what could move the cursor, retitle the window, hide text or turn its direction: names, paths and AWS's
 * messages come from outside, and every line that we print goes through here.
 */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '')
}
