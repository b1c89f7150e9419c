export {assertValue, changeSetting, type ChangedSetting} from './change-setting.js'
export {
  describedSetting,
  displaySetting,
  knownSettings,
  looksLikeSecret,
  OWN_SECTION,
  settingName,
  type KnownSettings,
  type SettingDescription,
  type SettingName,
} from './known-settings.js'
export {nearest} from './nearest.js'
export {ownSettings, type OwnSettingName} from './own-settings.js'
export {readSettings, type Settings} from './settings.js'
