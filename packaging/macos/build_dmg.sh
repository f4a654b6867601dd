#!/bin/sh
# Sign, pack and notarise dist/Inkstone.app as dist/Inkstone-VERSION-MACHINE.dmg.
#
# INKSTONE_SIGNER   "Developer ID Application: NAME (TEAM)"; without it the result is signed ad hoc
#                   and macOS asks before the first start
# INKSTONE_NOTARY   a profile that `xcrun notarytool store-credentials` has kept; without it
#                   nothing is sent to Apple
set -eu
cd "$(dirname "$0")/../.."
app=dist/Inkstone.app
[ -d "$app" ] || { echo "inkstone: $app is missing; run packaging/build_app.py first." >&2; exit 3; }
version=$(/usr/libexec/PlistBuddy -c 'Print CFBundleShortVersionString' "$app/Contents/Info.plist")
image=dist/Inkstone-$version-$(uname -m).dmg
signer=${INKSTONE_SIGNER:--}
timestamp=--timestamp
[ "$signer" = - ] && timestamp=--timestamp=none

# From the inside out: a signature covers what lies below it.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 codesign --force --options runtime $timestamp --sign "$signer"
codesign --force --options runtime $timestamp --sign "$signer" \
    --entitlements packaging/macos/entitlements.plist "$app/Contents/MacOS/inkstone"
codesign --force --options runtime $timestamp --sign "$signer" \
    --entitlements packaging/macos/entitlements.plist "$app"
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname Inkstone -srcfolder "$stage" -format ULFO -ov "$image"
[ "$signer" = - ] || codesign --force --timestamp --sign "$signer" "$image"
if [ -n "${INKSTONE_NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$INKSTONE_NOTARY" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose "$image"
fi
echo "inkstone: $image"
