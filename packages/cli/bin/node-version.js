/** What `engines` in package.json says, in a form that the oldest Node can run: ^22.22.2 || ^24.15.0 || >=26. */
export function unsupportedNode(version) {
  const [major, minor, patch] = version.split('.').map(Number)
  const fits =
    (major === 22 && (minor > 22 || (minor === 22 && patch >= 2))) || (major === 24 && minor >= 15) || major >= 26
  return fits
    ? undefined
    : `mturk needs Node 22 (from 22.22.2), 24 (from 24.15.0) or 26 and newer; this is Node ${version}.`
}
