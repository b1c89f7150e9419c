import type {Presenter} from './presenter.js'

/** Bad news between two questions, after which the person is asked again. */
export function complain(presenter: Pick<Presenter, 'warn'>, message: string): void {
  presenter.warn(`  ! ${message.replaceAll('\n', '\n    ')}`)
}
