import {schemas, type Schema} from './schemas.js'

const COMMON = schemas.get('common') as Schema
const LOCATION = COMMON.$defs?.['location'] as Schema

/** A section for each command: what its object holds, key by key, as its schema says. */
export function jsonSections(): string {
  return [...schemas]
    .filter(([name]) => name !== 'common')
    .map(([name, schema]) => section(name, schema))
    .join('\n')
}

function section(name: string, schema: Schema): string {
  const heading = schema.title?.startsWith('mturk ') ? `\`${schema.title}\`` : schema.title
  return [
    `## ${heading}`,
    '',
    `${schema.description} [Schema](schemas/${name}.schema.json)`,
    '',
    ...shapesOf(schema).flatMap((shape) => [
      ...(shape === schema ? [] : [`${shape.description}`, '']),
      '| key | is | |',
      '| --- | --- | --- |',
      ...rows(shape, schema, ''),
      '',
    ]),
  ].join('\n')
}

/** A command with `--all-profiles` has two of them. */
function shapesOf(schema: Schema): readonly Schema[] {
  return schema.anyOf ? schema.anyOf.map((each) => resolved(each, schema)) : [schema]
}

function rows(schema: Schema, whole: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, given]) => {
    const value = resolved(given, whole)
    const path = `${prefix}${key}`
    const optional = schema.required?.includes(key) ? '' : 'may be missing'
    const row = `| \`${path}${value.type === 'array' ? '[]' : ''}\` | ${cell(value, whole)} | ${optional} |`
    return [row, ...rowsInside(value, whole, path)]
  })
}

function rowsInside(value: Schema, whole: Schema, path: string): string[] {
  const inner = value.type === 'array' ? value.items : value
  const inside = (inner?.anyOf ?? (inner ? [inner] : []))
    .map((each) => resolved(each, whole))
    // What another page or section describes is not described again.
    .filter((each) => each.type === 'object' && each !== LOCATION)
    .flatMap((each) => rows(each, whole, `${path}${value.type === 'array' ? '[]' : ''}.`))
  return [...new Set(inside)]
}

function cell(value: Schema, whole: Schema): string {
  const words =
    value.enum && value.enum.length < 10 ? ` ${value.enum.map((each) => `\`${String(each)}\``).join(', ')}` : ''
  const location = isLocation(value, whole) ? ' A [location](#a-location).' : ''
  return `${value.description ?? ''}${words}${location}`.replaceAll('|', '\\|')
}

function isLocation(value: Schema, whole: Schema): boolean {
  const inside = [...(value.anyOf ?? []), ...(value.items ? [value.items] : [])]
  return value !== LOCATION && inside.some((each) => resolved(each, whole) === LOCATION)
}

/** What a `$ref` stands for; a description beside it goes before its own. */
function resolved(schema: Schema, whole: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const [file = '', name = ''] = schema.$ref.split('#/$defs/')
  const home = file === '' ? whole : schemas.get(file.replace('.schema.json', ''))
  const target = name === '' ? home && {description: home.description ?? ''} : home?.$defs?.[name]
  if (!target) throw new Error(`${schema.$ref} leads nowhere`)
  return schema.description === undefined ? target : {...target, description: schema.description}
}

/** The rows of the one shape that many commands share. */
export function locationRows(): string {
  return ['| key | is | |', '| --- | --- | --- |', ...rows(LOCATION, COMMON, ''), ''].join('\n')
}
