import type {Session} from '@mturk-cli/command'
import {
  describedSetting,
  knownSettings,
  OWN_SECTION,
  settingName,
  type SettingDescription,
  type SettingName,
} from '@mturk-cli/core/settings'

/**
 * A setting by what was typed. Plugins are asked only about theirs, so ours can be mended in a file that is refused.
 *
 * @throws MturkError `usage` for one that there is not
 */
export async function findSetting(
  typed: string,
  session: Session,
): Promise<{readonly setting: SettingName; readonly description: SettingDescription | null}> {
  const setting = settingName(typed)
  const known = setting.section === OWN_SECTION ? knownSettings() : knownSettings((await session.sources()).backends)
  return {setting, description: describedSetting(setting, known)}
}
