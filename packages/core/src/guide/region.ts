import {readRegion, writeRegion} from '../files/index.js'
import {Exit} from '../exit-codes.js'
import {say} from '../remedy.js'
import type {Step, StepState} from './step.js'

/** Mechanical Turk exists in one region only, whatever the files say. */
const MTURK_REGION = 'us-east-1'

export const region: Step = {
  id: 'region',
  title: 'Region',
  question: 'Will other tools look for Mechanical Turk in the right region?',

  async check(guide): Promise<StepState> {
    const found = await readRegion(guide.options.profile, guide)
    if (!found) return {state: 'open', message: 'no region is set, and other tools need one', exit: Exit.needsMending}
    if (found.region === MTURK_REGION) return {state: 'done', message: `${MTURK_REGION} · from ${found.from}`}
    return {
      state: 'open',
      message: `${found.from} says ${found.region}; Mechanical Turk exists only in ${MTURK_REGION}. mturk itself uses that anyway.`,
      remedy: [say(`Set the region to ${MTURK_REGION} there, or give your tools that region for Mechanical Turk.`)],
      exit: Exit.needsMending,
    }
  },

  /** A missing region is written. A differing one may be right for other things: it takes a yes to this very question. */
  async perform(guide) {
    const {presenter, options} = guide
    const found = await readRegion(guide.options.profile, guide)
    if (found) {
      if (found.from === 'AWS_DEFAULT_REGION' || !presenter.interactive) return
      const question = `Change the region of profile ${options.profile} from ${found.region} to ${MTURK_REGION}?`
      if (!(await presenter.confirm(question, {default: false}))) return
    }
    await writeRegion(options.profile, guide, MTURK_REGION)
  },
}
