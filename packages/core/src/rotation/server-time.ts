import type {RotationTools} from './tools.js'

/** What time it is at AWS by its newest answer, ISO 8601; ours as long as nobody has answered. */
export function serverNow({aws, clock}: Pick<RotationTools, 'aws' | 'clock'>): string {
  return new Date(clock.now() - (aws.clockOffsetSeconds() ?? 0) * 1000).toISOString()
}
