/**
 * The SDK's clients as we use them: by the name of an operation. One type per service, and one cast, instead of an
 * import of a command class at every call.
 */
export interface Sdks {
  mturk: typeof import('@aws-sdk/client-mturk')
  'mturk-sandbox': typeof import('@aws-sdk/client-mturk')
  iam: typeof import('@aws-sdk/client-iam')
  sts: typeof import('@aws-sdk/client-sts')
  'secrets-manager': typeof import('@aws-sdk/client-secrets-manager')
}

export type SdkService = keyof Sdks

type CommandClass = abstract new (input: never) => {resolveMiddleware: (...args: never[]) => unknown}

/** `CreateUser` for every `CreateUserCommand` that the client exports. */
export type Operation<Service extends SdkService> = {
  [Name in keyof Sdks[Service]]: Name extends `${infer Prefix}Command`
    ? Sdks[Service][Name] extends CommandClass
      ? Prefix
      : never
    : never
}[keyof Sdks[Service]]

type CommandOf<Service extends SdkService, Name extends string> = Extract<
  Sdks[Service][`${Name}Command` & keyof Sdks[Service]],
  CommandClass
>

export type Input<Service extends SdkService, Name extends string> = ConstructorParameters<CommandOf<Service, Name>>[0]

export type Output<Service extends SdkService, Name extends string> =
  ReturnType<InstanceType<CommandOf<Service, Name>>['resolveMiddleware']> extends (
    ...args: never[]
  ) => Promise<{output: infer Result}>
    ? Omit<Result, '$metadata'>
    : never

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  body: unknown
}

export interface SdkClient {
  send(command: object, options: {abortSignal: AbortSignal}): Promise<unknown>
  readonly middlewareStack: {
    add(
      middleware: (next: SdkHandler) => SdkHandler,
      options: {step: 'deserialize'; priority: 'low'; name: string},
    ): void
  }
}

export type SdkHandler = (args: object) => Promise<{readonly response: unknown}>

export interface Sdk {
  readonly Client: new (config: object) => SdkClient
  command(operation: string): new (input: unknown) => object
}

const CLIENTS: Readonly<Record<SdkService, string>> = {
  mturk: 'MTurkClient',
  'mturk-sandbox': 'MTurkClient',
  iam: 'IAMClient',
  sts: 'STSClient',
  'secrets-manager': 'SecretsManagerClient',
}

/**
 * Each client is imported when it is first used: some 30 ms for the first one, 4 to 9 for each one after it
 * (measured).
 */
export async function loadSdk(service: SdkService): Promise<Sdk> {
  const module: Readonly<Record<string, unknown>> = await importSdk(service)
  return {
    Client: module[CLIENTS[service]] as Sdk['Client'],
    command: (operation) => module[`${operation}Command`] as ReturnType<Sdk['command']>,
  }
}

function importSdk(service: SdkService) {
  switch (service) {
    case 'iam':
      return import('@aws-sdk/client-iam')
    case 'sts':
      return import('@aws-sdk/client-sts')
    case 'secrets-manager':
      return import('@aws-sdk/client-secrets-manager')
    case 'mturk':
    case 'mturk-sandbox':
      return import('@aws-sdk/client-mturk')
  }
}
