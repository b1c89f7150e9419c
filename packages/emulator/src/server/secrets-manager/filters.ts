import type {Secret} from '../account/secret.js'
import {frontEndError} from '../protocols/front-end-errors.js'
import type {Parameters} from '../service.js'
import {list, oneOf, required} from './validation.js'

const KEYS = ['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all'] as const
type FilterKey = (typeof KEYS)[number]

/** One of the values must fit; one that begins with `!` fits what it would not fit without. */
interface Filter {
  readonly key: FilterKey
  readonly values: readonly string[]
}

export function filters(parameters: Parameters): Filter[] {
  return (list(parameters, 'Filters') ?? []).map((filter) => {
    if (typeof filter !== 'object' || filter === null) throw frontEndError('malformedBody', 'json')
    const sent = filter as Parameters
    const values = (list(sent, 'Values') ?? []).map((value) => required({value}, 'value', {max: 512}))
    return {key: oneOf(sent, 'Key', KEYS) ?? 'all', values}
  })
}

/** All filters must fit. How each does: `Filter` in the Secrets Manager API reference. */
export function fits(secret: Secret, wanted: readonly Filter[]): boolean {
  return wanted.every(({key, values}) =>
    values.some((value) =>
      value.startsWith('!') ? !fitsValue(secret, key, value.slice(1)) : fitsValue(secret, key, value),
    ),
  )
}

function fitsValue(secret: Secret, key: FilterKey, value: string): boolean {
  const texts = textsOf(secret)
  switch (key) {
    case 'all': {
      const everything = Object.values(texts).flat().map(lower)
      return words(value).some((word) => everything.some((text) => text.includes(word)))
    }
    case 'description':
      return texts.description.some((text) => lower(text).startsWith(lower(value)))
    default:
      return texts[key].some((text) => text.startsWith(value))
  }
}

function textsOf({name, description, tags, region}: Secret): Record<Exclude<FilterKey, 'all'>, string[]> {
  return {
    name: [name],
    description: description === null ? [] : [description],
    'tag-key': (tags ?? []).map((tag) => tag.key),
    'tag-value': (tags ?? []).map((tag) => tag.value),
    'primary-region': [region],
    'owning-service': [],
  }
}

function words(text: string): string[] {
  return lower(text).split(/\s+/).filter(Boolean)
}

function lower(text: string): string {
  return text.toLowerCase()
}
