import {loadBotoConfiguration} from '../files/boto-configuration.js'
import {displayPath, type Surroundings} from '../files/boto-paths.js'
import {plainValue} from '../files/boto-profiles.js'
import type {ConfiguredEndpoints} from './endpoints.js'

/**
 * What the files say about the endpoints of a profile, as botocore reads them: the profile's options (those of the
 * credentials file over those of the config file) and the `services` section that it names.
 */
export async function configuredEndpoints(
  surroundings: Surroundings,
  profile: string,
): Promise<ConfiguredEndpoints | undefined> {
  const {config, profiles, services} = await loadBotoConfiguration(surroundings)
  const options = profiles.get(profile)?.options
  if (!options) return undefined
  const value = (name: string) => {
    const found = options.get(name)?.value
    return typeof found === 'string' ? found : undefined
  }
  const servicesName = value('services')
  const file = displayPath(options.get('endpoint_url')?.file ?? config.path, surroundings.home)
  return {
    display: `${file} [${profile}]`,
    endpointUrl: value('endpoint_url'),
    ignoreConfiguredEndpointUrls: value('ignore_configured_endpoint_urls'),
    services:
      servicesName === undefined ? undefined : {name: servicesName, endpointUrls: urlsIn(services.get(servicesName))},
  }
}

type Section = Parameters<typeof plainValue>[0]

/** A `services` section holds one nested block for each service: `mturk =`, and under it `  endpoint_url = …`. */
function urlsIn(section: Section): Readonly<Record<string, string | undefined>> | null {
  if (!section) return null
  const urls: Record<string, string | undefined> = {}
  for (const [service, {value}] of section.options) {
    if (typeof value !== 'string') urls[service] = value.get('endpoint_url')
  }
  return urls
}
