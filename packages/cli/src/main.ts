import {flush, handle, run} from '@oclif/core'

/**
 * Runs the command line and ends the process when its answer is out, whatever timers a plugin left behind.
 *
 * @param entry `import.meta.url` of the file that was started
 */
export async function main(entry: string): Promise<void> {
  try {
    await run(process.argv.slice(2), entry)
    // Nobody reads any more (`mturk … | head`): then there is nothing to wait for.
    if (process.stdout.writable) await flush()
  } catch (error) {
    await handle(error instanceof Error ? error : new Error(String(error)))
  }
  process.exit()
}
