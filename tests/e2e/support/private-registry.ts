import {once} from 'node:events'
import type {RequestListener} from 'node:http'
import {mkdirSync, writeFileSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {runServer} from 'verdaccio'
import {root} from '../../house/sources.js'
import {runChild} from '../../support/child.js'

const NPM = join(root, 'node_modules/npm/bin/npm-cli.js')

export interface PrivateRegistry {
  /** With a slash at its end. */
  readonly url: string
  /** May read and publish everything. */
  readonly token: string
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
  /** `before` is awaited before a request is answered. */
  readonly gate: {before: (path: string) => Promise<void>}
  /** As its author does it, with `npm publish`. */
  publish(folder: string): Promise<void>
  stop(): Promise<void>
}

/**
 * A registry as organisations have one (verdaccio), on a free port, with nothing behind it: what was not published here is
 * not to be had. Packages of the scope `@closed` are for those who sign in.
 *
 * @param folder for its storage and for npm; whoever asks for it removes it
 */
export async function startPrivateRegistry(folder: string): Promise<PrivateRegistry> {
  const configuration = {
    storage: join(folder, 'storage'),
    configPath: join(folder, 'config.yaml'),
    uplinks: {},
    auth: {htpasswd: {file: join(folder, 'htpasswd')}},
    packages: {
      '@closed/*': {access: '$authenticated', publish: '$authenticated'},
      '**': {access: '$all', publish: '$authenticated'},
    },
    web: {enable: false},
    log: {type: 'stdout', format: 'json', level: 'fatal'},
  }
  const server = await runServer(configuration)
  const asked: string[] = []
  const gate: PrivateRegistry['gate'] = {before: async () => {}}
  const listeners = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    void gate.before(path).then(() => listeners.forEach((listener) => listener.call(server, request, response)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const token = await signUp(url)
  mkdirSync(join(folder, 'home'))
  writeFileSync(join(folder, 'home/.npmrc'), `//${new URL(url).host}/:_authToken=${token}\n`, {mode: 0o600})
  return {
    url,
    token,
    asked,
    gate,
    async publish(packageFolder) {
      const args = [NPM, 'publish', '--registry', url, '--ignore-scripts', '--loglevel=error']
      const env = {PATH: process.env['PATH'], HOME: join(folder, 'home'), USERPROFILE: join(folder, 'home')}
      const {exit, stderr} = await runChild(process.execPath, args, {cwd: packageFolder, env})
      if (exit !== 0) throw new Error(`npm publish: ${stderr}`)
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function signUp(url: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:anna`, {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({name: 'anna', password: 'a long password'}),
  })
  const {token} = (await response.json()) as {token: string}
  return token
}

/** `npm pack`; answers the tarball's path. */
export async function pack(packageFolder: string, to: string): Promise<string> {
  const args = [NPM, 'pack', '--ignore-scripts', '--json', '--pack-destination', to]
  const {exit, stdout, stderr} = await runChild(process.execPath, args, {
    cwd: packageFolder,
    env: {PATH: process.env['PATH'], HOME: to, USERPROFILE: to},
  })
  if (exit !== 0) throw new Error(`npm pack: ${stderr}`)
  const [{filename = ''} = {}] = Object.values(JSON.parse(stdout) as Record<string, {filename?: string}>)
  return join(to, filename)
}
