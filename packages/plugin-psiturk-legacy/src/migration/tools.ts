import type {Aws} from '@mturk-cli/core/aws'
import type {Clock} from '@mturk-cli/core/clock'
import type {CredentialSources} from '@mturk-cli/core/credentials'
import type {Presenter} from '@mturk-cli/core/guide'
import type {Surroundings} from '../sources/source.js'
import type {FoundPlace, MigrationPlan} from './plan.js'

/** What a migration works with. It shows and asks through these, and knows no terminal. */
export interface MigrationTools {
  readonly surroundings: Surroundings
  /** Where journals are kept. */
  readonly dataDirectory: string
  readonly sources: CredentialSources
  aws(): Promise<Aws>
  readonly presenter: Presenter
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  /** Shows what was found; before any question. */
  showFound(places: readonly FoundPlace[]): void
  /** Throws where nobody can say yes to it, before AWS is asked anything. */
  assertAnswerable(plan: MigrationPlan): void
  /** Shows what would be done; in the end asks whether it may. Throws where it may not. */
  agree(plan: MigrationPlan): Promise<void>
}
