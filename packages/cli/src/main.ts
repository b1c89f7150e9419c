import {handle, run} from '@mturk-cli/command/oclif'

/**
 * Runs the command line and ends the process when its answer is out, whatever timers a plugin left behind.
 *
 * @param entry `import.meta.url` of the file that was started
 */
export async function main(entry: string): Promise<void> {
  try {
    await run(process.argv.slice(2), entry)
  } catch (error) {
    await handle(error instanceof Error ? error : new Error(String(error)))
  }
  await Promise.all([written(process.stdout), written(process.stderr)])
  process.exit()
}

/** Once everything is out; at once where nobody reads any more (`mturk … | head`). */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}
