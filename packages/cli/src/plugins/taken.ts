import type {Config} from '@mturk-cli/command/oclif'

import {declaredBackends, type Declared} from './declared.js'

/** What is known to be wrong with a plugin's backends before it is there: ids that others have, or that it may not have. */
export function takenIds({name, backends}: Declared, config: Config): readonly string[] {
  const others = config.getPluginsList().filter((plugin) => plugin.name !== name)
  return (backends ?? []).flatMap((id) => {
    const owner = others.find(({pjson}) => declaredBackends(pjson).includes(id))
    return owner ? [`"${id}" is what ${owner.name} calls a backend of its own: only one of the two will be used.`] : []
  })
}
