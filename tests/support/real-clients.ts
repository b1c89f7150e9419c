import {runChild, splitArguments, type ChildOptions, type Ended} from './child.js'
import type {RealClients} from './find-clients.js'

export interface ClientResult extends Ended {
  /** Standard output parsed, where it is JSON; a test says which shape it expects. */
  readonly json?: any
}

/**
 * Runs Python source. It has `json`, `sys` and `given`: what the test gave, and `endpoint` and `sandboxEndpoint`, which
 * go into every client that it makes (old versions of boto3 ignore the variables and would call AWS).
 */
type RunPython = (source: string, given?: Record<string, unknown>, options?: ChildOptions) => Promise<ClientResult>

/** `botocore` is its version; before 1.43 it reads some files differently. */
export type Python = RunPython & {readonly botocore: string}

export interface AwsOptions extends ChildOptions {
  /** In place of the emulator's production endpoint. */
  readonly endpoint?: string
}

/** `await aws('iam', 'get-user')`, with options last. The region comes from the files or from `--region`. */
export type Aws = (...args: string[] | [...string[], AwsOptions]) => Promise<ClientResult>

export interface Surroundings {
  readonly env: Readonly<Record<string, string>>
  readonly endpoint: string
  readonly sandboxEndpoint: string
}

/** Without credentials the clients would otherwise ask the metadata service of a cloud machine. */
const NO_METADATA = {AWS_EC2_METADATA_DISABLED: 'true'}

export function pythonIn({python}: RealClients, around: Surroundings): Python | null {
  if (!python) return null
  const {path, userBase, botocore} = python
  const prelude = 'import json, sys\ngiven = json.load(sys.stdin)\n'
  const run: RunPython = async (source, given = {}, options = {}) => {
    const {endpoint, sandboxEndpoint} = around
    return withJson(
      await runChild(path, ['-c', prelude + source], {
        stdin: JSON.stringify({endpoint, sandboxEndpoint, ...given}),
        ...options,
        env: {...around.env, ...NO_METADATA, PYTHONUSERBASE: userBase, ...options.env},
      }),
    )
  }
  return Object.assign(run, {botocore})
}

export function awsIn({aws, python}: RealClients, around: Surroundings): Aws | null {
  if (aws === null) return null
  return async (...given) => {
    const {args, options} = splitArguments<AwsOptions>(given)
    const {endpoint = around.endpoint, ...rest} = options
    return withJson(
      await runChild(aws, [...args, '--endpoint-url', endpoint, '--output', 'json'], {
        ...rest,
        env: {...around.env, ...NO_METADATA, AWS_PAGER: '', PYTHONUSERBASE: python?.userBase, ...rest.env},
      }),
    )
  }
}

function withJson(ended: Ended): ClientResult {
  try {
    return {...ended, json: JSON.parse(ended.stdout) as unknown}
  } catch {
    return ended
  }
}
