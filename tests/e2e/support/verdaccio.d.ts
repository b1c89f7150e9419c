/** The part of it that the tests use; its own declarations lead to `any`. */
declare module 'verdaccio' {
  import type {Server} from 'node:http'

  /** @param configuration what its config.yaml would hold; the server does not listen yet */
  export function runServer(configuration: Readonly<Record<string, unknown>>): Promise<Server>
}
