import {isBackendError} from '../credentials/index.js'
import {REGION_OF_MTURK, readRegion, regionWords, writeRegion, type FoundRegion} from '../files/index.js'
import {Exit} from '../exit-codes.js'
import {run, say, type Remedy} from '../remedy.js'
import type {Guide, Step, StepState} from './step.js'

/** The variable that Boto reads for it. */
const VARIABLE = 'AWS_DEFAULT_REGION'

export const region: Step = {
  id: 'region',
  title: 'Region',
  question: 'Will other tools look for Mechanical Turk in the right region?',

  async check(guide): Promise<StepState> {
    const {options, found} = guide
    try {
      const set = await readRegion(options.profile, guide)
      if (set) return set.region === REGION_OF_MTURK ? right(guide, set) : other(guide, set)
    } catch (error) {
      if (!isBackendError(error)) throw error
      const remedy = error.remedy === undefined ? [] : [say(error.remedy)]
      return {state: 'open', message: error.message, remedy: [...remedy, ...inThisShell()], exit: Exit.credentials}
    }
    if (!found.key && !found.administrator) {
      return {state: 'skipped', message: 'none is set yet; needs an access key first'}
    }
    return {
      state: 'open',
      message: found.regionTrouble ?? 'no region is set, and other tools need one',
      remedy: [
        say(`Write region = ${REGION_OF_MTURK} into ${sectionOf(guide)}; or, for this shell alone:`),
        ...inThisShell(),
      ],
      exit: Exit.needsMending,
    }
  },

  /** A missing region is written. A differing one may be right for other things: it takes a yes to this very question. */
  async perform(guide, {exit}) {
    const {presenter, options, found} = guide
    if (exit !== Exit.needsMending || !found.key) return
    const set = await readRegion(options.profile, guide)
    if (set) {
      if (set.from === VARIABLE || !presenter.interactive) return
      const question = `Change the region of profile ${options.profile} from ${regionWords(set.region)} to ${REGION_OF_MTURK}, in ${set.from}?`
      if (!(await presenter.confirm(question, {default: false}))) return
    }
    try {
      const {display} = await writeRegion(options.profile, guide, REGION_OF_MTURK, set ? {replace: set.region} : {})
      found.regionWritten = display
    } catch (error) {
      if (!isBackendError(error)) throw error
      found.regionTrouble = error.message
    }
  },

  async plan(guide, {exit}) {
    if (exit !== Exit.needsMending || (await readRegion(guide.options.profile, guide))) return null
    return `write region = ${REGION_OF_MTURK} into ${sectionOf(guide)}.`
  },
}

function right({found}: Guide, {from}: FoundRegion): StepState {
  const where = found.regionWritten === undefined ? `from ${from}` : `written into ${found.regionWritten}`
  return {state: 'done', message: `${REGION_OF_MTURK} · ${where}`}
}

function other({found}: Guide, {region: name, from, line}: FoundRegion): StepState {
  const trouble = found.regionTrouble === undefined ? '' : `\n${found.regionTrouble}`
  const change =
    line === undefined
      ? 'To have the right one in this shell:'
      : `Change line ${line} of ${from} to region = ${REGION_OF_MTURK}; or, for this shell alone:`
  return {
    state: 'open',
    message: `${from} says ${regionWords(name)}; Mechanical Turk exists only in ${REGION_OF_MTURK}. mturk itself uses that anyway.${trouble}`,
    remedy: [say(change), ...inThisShell()],
    exit: Exit.needsMending,
  }
}

/** Boto's variable, and the AWS CLI's and the JavaScript SDK's, which comes first there. */
function inThisShell(): Remedy[] {
  return [run(`export ${VARIABLE}=${REGION_OF_MTURK} AWS_REGION=${REGION_OF_MTURK}`)]
}

function sectionOf({options: {profile}}: Guide): string {
  return `~/.aws/config [${profile === 'default' ? profile : `profile ${profile}`}]`
}
