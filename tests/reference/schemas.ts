import {readdirSync} from 'node:fs'
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import {join} from 'node:path'
import {readJson, root} from '../house/sources.js'

/** The part of JSON Schema that ours use. */
export interface Schema {
  readonly $id?: string
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Schema
}

const FOLDER = 'docs/reference/schemas'
const ENDING = '.schema.json'

/** Every schema by the command that prints it (`credentials-list`), and `error` and `common`. */
export const schemas: ReadonlyMap<string, Schema> = new Map(
  readdirSync(join(root, FOLDER))
    .sort()
    .map((file) => [file.slice(0, -ENDING.length), readJson<Schema>(`${FOLDER}/${file}`)]),
)

let ajv: Ajv2020 | undefined

function judge(name: string): ValidateFunction {
  if (!ajv) {
    ajv = new Ajv2020({allErrors: true, allowUnionTypes: true, strict: true})
    for (const schema of schemas.values()) ajv.addSchema(schema)
  }
  const validate = ajv.getSchema(`${name}${ENDING}`)
  if (!validate) throw new Error(`There is no schema for ${name} in ${FOLDER}.`)
  return validate
}

/**
 * What is wrong with an object that a command printed for `--json`; nothing where it is as promised.
 *
 * @param command its id: `credentials:list`
 */
export function complaintsAbout(command: string, json: unknown): string[] {
  const failed = typeof json === 'object' && json !== null && 'error' in json
  const validate = judge(failed ? 'error' : command.replaceAll(':', '-'))
  if (validate(json)) return []
  return (validate.errors ?? []).map(
    ({instancePath, message, params}) => `${instancePath || 'the object'} ${message} ${JSON.stringify(params)}`,
  )
}
