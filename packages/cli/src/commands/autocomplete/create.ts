import {MturkCommand} from '@mturk-cli/command'

import {writeScripts} from '../../completion/write-scripts.js'

/** oclif runs it by this name after a plugin was installed. */
export default class AutocompleteCreate extends MturkCommand<typeof AutocompleteCreate> {
  static override enableJsonFlag = false
  static override hidden = true
  static override summary = 'Make the completion scripts anew.'

  async run(): Promise<void> {
    await writeScripts(this.config)
  }
}
