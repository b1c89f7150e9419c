import {markOf} from '@mturk-cli/command'
import {setUpWords, type SetUp} from '@mturk-cli/core/places'

interface WithSetUp {
  readonly setUp: SetUp | null
}

export function setUpDone({setUp}: WithSetUp): string[] {
  return setUp ? [`${markOf('done')} written into ${setUp.display}: ${setUpWords(setUp)}`] : []
}

export function setUpPlan({setUp}: WithSetUp): string[] {
  return setUp ? [`would write into ${setUp.display}: ${setUpWords(setUp)}`] : []
}

/** Only where there was something to set up. */
export function setUpJson({setUp}: WithSetUp) {
  if (!setUp) return {}
  const settings = setUp.settings.map(({section, name, value}) => [`${section}.${name}`, value] as const)
  return {setUp: {file: setUp.display, settings: Object.fromEntries(settings)}}
}
