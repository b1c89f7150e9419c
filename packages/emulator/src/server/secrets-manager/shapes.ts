import type {Secret} from '../account/secret.js'
import {stagesOf} from './stages.js'

/** JSON 1.1 has times as seconds, with the milliseconds behind the point. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000
}

export function nameShape({arn, name}: Secret): {ARN: string; Name: string} {
  return {ARN: arn, Name: name}
}

/** What DescribeSecret and ListSecrets have in common; members without a value are left out. */
export function detailsShape(secret: Secret): object {
  const {description, kmsKeyId, tags, createdAt, lastChangedAt, deletionDate} = secret
  const lastAccessedAt = lastAccessOf(secret)
  return {
    ...nameShape(secret),
    ...(description ? {Description: description} : {}),
    ...(kmsKeyId === null ? {} : {KmsKeyId: kmsKeyId}),
    LastChangedDate: seconds(lastChangedAt),
    ...(lastAccessedAt === null ? {} : {LastAccessedDate: seconds(lastAccessedAt)}),
    ...(deletionDate === null ? {} : {DeletedDate: seconds(deletionDate)}),
    ...(tags === null ? {} : {Tags: tags.map(({key: Key, value: Value}) => ({Key, Value}))}),
    CreatedDate: seconds(createdAt),
  }
}

export function lastAccessOf({versions}: Secret): number | null {
  const times = [...versions.values()].flatMap(({lastAccessedAt}) => lastAccessedAt ?? [])
  return times.length === 0 ? null : Math.max(...times)
}

/** Labels by version id, without versions that have none; undefined where no version has any. */
export function stagesByVersion({versions}: Secret): Record<string, string[]> | undefined {
  const labelled = [...versions.values()].filter(({stages}) => stages.size > 0)
  return labelled.length === 0
    ? undefined
    : Object.fromEntries(labelled.map((version) => [version.versionId, stagesOf(version)]))
}
