import {execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {createReadStream, existsSync, readdirSync} from 'node:fs'
import {createServer, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {basename, dirname, join} from 'node:path'
import {readJson, root, type PackageJson} from '../house/sources.js'

export const NPM = join(root, 'node_modules/npm/bin/npm-cli.js')

export interface LocalRegistry {
  /** Variables for npm that make this its registry, with a cache and a configuration of its own. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/**
 * A package registry on this computer, which gives out what is installed in the workspace, and our own packages as
 * `npm pack` makes them: with it `npm install` needs no network. What is not in the workspace is not to be had.
 *
 * @param folder for what npm and this registry write; whoever asks for it removes it
 */
export async function startLocalRegistry(folder: string): Promise<LocalRegistry> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const [, name = '', version] = /^\/((?:@[^/]+\/)?[^/@]+)(?:@(.+)\.tar)?$/.exec(path) ?? []
    try {
      if (version === undefined) answerPackument(name, `http://${request.headers.host}`, response)
      else answerTarball(name, version, folder, response)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  return {
    environment: {
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: join(folder, 'npm-cache'),
      npm_config_userconfig: join(folder, 'npmrc'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function answerPackument(name: string, here: string, response: ServerResponse): void {
  const folders = installed(name)
  const versions = folders.map((at) => manifestOf(at, here))
  if (versions.length === 0) return void response.writeHead(404).end('{}')
  const packument = {
    name,
    'dist-tags': {latest: versions[0]?.version},
    versions: Object.fromEntries(versions.map((manifest) => [manifest.version, manifest])),
  }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(packument))
}

function manifestOf(at: string, here: string) {
  const {
    devDependencies: _,
    scripts: __,
    optionalDependencies = {},
    ...json
  } = readJson<PackageJson>(`${at}/package.json`)
  const optional = Object.entries(optionalDependencies as Record<string, string>)
  return {
    ...json,
    version: json.version ?? '',
    // Of binaries for every platform the one for this is here.
    optionalDependencies: Object.fromEntries(optional.filter(([name]) => installed(name).length > 0)),
    dist: {tarball: `${here}/${json.name}@${json.version}.tar`},
  }
}

function answerTarball(name: string, version: string, folder: string, response: ServerResponse): void {
  const at = installed(name).find((each) => readJson<PackageJson>(`${each}/package.json`).version === version)
  if (at === undefined) return void response.writeHead(404).end()
  if (at.startsWith('packages/')) return void createReadStream(packed(at, folder)).pipe(response)
  const place = join(root, at)
  const tar = spawn('tar', ['-cf', '-', '--exclude=node_modules', '-C', dirname(place), basename(place)])
  tar.stdout.pipe(response)
}

/** One of ours, as a registry would get it; from what is built now. */
function packed(at: string, folder: string): string {
  const to = join(folder, 'packed', basename(at))
  if (!existsSync(to)) {
    const args = [NPM, 'pack', join(root, at), '--ignore-scripts', '--pack-destination', to, '--loglevel=error']
    execFileSync('mkdir', ['-p', to])
    execFileSync(process.execPath, args, {stdio: 'pipe', env: {PATH: process.env['PATH'], HOME: folder}})
  }
  return join(to, readdirSync(to)[0] ?? '')
}

const lockfile = readJson<{packages: Record<string, {link?: boolean; resolved?: string}>}>('package-lock.json')

/** Where this package is in the workspace, from its root, the outermost first. */
function installed(name: string): string[] {
  const links = lockfile.packages[`node_modules/${name}`]
  if (links?.link) return [links.resolved ?? '']
  return Object.keys(lockfile.packages).filter(
    (path) => `/${path}`.endsWith(`/node_modules/${name}`) && existsSync(join(root, path, 'package.json')),
  )
}
