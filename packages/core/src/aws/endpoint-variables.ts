import type {Environment} from '../credentials/selected-profile.js'
import type {ConfiguredEndpoints} from './endpoints.js'

/**
 * The endpoints of a profile as variables, for a program that will not know of the profile; those that AWS's own variables
 * would overrule are left out (botocore configprovider.py, ConfiguredEndpointProvider).
 */
export function endpointVariables(
  configured: ConfiguredEndpoints | undefined,
  env: Environment,
): Record<string, string> {
  if (!configured || env['AWS_ENDPOINT_URL']) return {}
  const {endpointUrl, services, ignoreConfiguredEndpointUrls: ignored} = configured
  const urls = Object.entries(services?.endpointUrls ?? {}).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ])
  const all = [...urls, ['AWS_ENDPOINT_URL', endpointUrl], ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', ignored]]
  return Object.fromEntries(all.filter(([name, url]) => name && url && /^\w+$/.test(name))) as Record<string, string>
}
