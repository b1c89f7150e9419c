import {surroundings} from './surroundings.mjs'

/** A lab that is larger than any, and an AWS that is not around the corner. */
const PROFILES = 200
const LATENCY = 50

/** How many profiles `mturk` asks about at a time (packages/core/src/mturk/all-profiles.ts). */
const AT_A_TIME = 4

/** Nothing but the waiting. */
const IDEAL = `for (let round = 0; round < ${PROFILES / AT_A_TIME}; round++) await new Promise((done) => setTimeout(done, ${LATENCY}))`

/**
 * `mturk balance --all-profiles`, against as many waits as it takes with so many at a time.
 * @param {{node: string, mturk: string}} programs
 * @returns {Promise<{programs: import('./measure.mjs').Program[], end: () => void}>}
 */
export async function allProfiles({node, mturk}) {
  const profiles = Array.from({length: PROFILES}, (_, index) => `profile-${index}`)
  const {env, end} = await surroundings({profiles, latency: LATENCY})
  return {
    programs: [
      {name: 'balance --all-profiles', command: [node, mturk, 'balance', '--all-profiles'], env},
      {name: 'the waiting alone', command: [node, '--input-type=module', '-e', IDEAL], env},
    ],
    end,
  }
}
