import {spawnSync} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'

/** What this machine has, found once with the person's own environment; absolute paths, so that tests need none of it. */
export interface RealClients {
  /** A Python that has boto3. */
  readonly python: {readonly path: string; readonly userBase: string; readonly botocore: string} | null
  /** The AWS CLI. */
  readonly aws: string | null
}

const PROBE = `
import json, site, sys
import boto3, botocore
print(json.dumps({"path": sys.executable, "userBase": site.getuserbase(), "botocore": botocore.__version__}))
`

export function findRealClients(): RealClients {
  // Debian's own is asked too: another Python may come first on PATH and not have what `apt` installed.
  const python = ['python3', '/usr/bin/python3', 'python'].map(probe).find((found) => found !== null) ?? null
  // Beside the interpreter first: what stands on PATH may be a version manager's wrapper that needs the person's home.
  const folders = [...(python ? [dirname(python.path)] : []), ...(process.env['PATH'] ?? '').split(delimiter)]
  return {python, aws: folders.map(awsIn).find((path) => path !== null) ?? null}
}

function probe(command: string): RealClients['python'] {
  const {status, stdout} = spawnSync(command, ['-c', PROBE], {encoding: 'utf8', timeout: 20_000})
  return status === 0 ? (JSON.parse(stdout) as RealClients['python']) : null
}

function awsIn(folder: string): string | null {
  const path = join(folder, process.platform === 'win32' ? 'aws.exe' : 'aws')
  try {
    accessSync(path, constants.X_OK)
    return path
  } catch {
    return null
  }
}
