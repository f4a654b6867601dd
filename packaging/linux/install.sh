#!/bin/sh
# Install Inkstone for this person (default), or for all with: sudo ./install.sh --prefix /usr/local
# Remove it again with: ./install.sh --remove [--prefix …]. What was written with it always stays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${HOME}/.local
remove=
while [ $# -gt 0 ]; do
    case $1 in
    --prefix) prefix=${2:?--prefix needs a folder}; shift 2 ;;
    --remove) remove=yes; shift ;;
    *) echo "usage: install.sh [--prefix FOLDER] [--remove]" >&2; exit 2 ;;
    esac
done
case $prefix in /*) ;; *) echo "inkstone: $prefix is not an absolute path." >&2; exit 2 ;; esac
app=$prefix/lib/inkstone
list=$prefix/share/inkstone/installed-files

take_away() {
    if [ -f "$list" ]; then
        while IFS= read -r file; do rm -f -- "$prefix/share/$file"; done <"$list"
        rm -f -- "$list"
    fi
    rmdir -- "$prefix/share/inkstone" 2>/dev/null || true
    rm -rf -- "$app"
    if [ -L "$prefix/bin/inkstone" ]; then rm -f -- "$prefix/bin/inkstone"; fi
}

refresh() {
    command -v update-desktop-database >/dev/null 2>&1 &&
        update-desktop-database -q "$prefix/share/applications" 2>/dev/null || true
    command -v update-mime-database >/dev/null 2>&1 &&
        update-mime-database "$prefix/share/mime" 2>/dev/null || true
    command -v gtk-update-icon-cache >/dev/null 2>&1 &&
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" 2>/dev/null || true
}

if [ -n "$remove" ]; then
    take_away
    refresh
    echo "Inkstone is removed. What you wrote, your models and settings stay in"
    echo "  ~/.local/share/inkstone  ~/.config/inkstone  ~/.cache/inkstone  ~/.local/state/inkstone"
    exit 0
fi

take_away
mkdir -p -- "$prefix/lib" "$prefix/bin" "$prefix/share/inkstone"
cp -a -- "$here/app" "$app"
ln -s -- "$app/inkstone" "$prefix/bin/inkstone"
(cd "$here/share" && find . -type f -o -type l) >"$list"
while IFS= read -r file; do
    mkdir -p -- "$(dirname "$prefix/share/$file")"
    cp -a -- "$here/share/$file" "$prefix/share/$file"
done <"$list"
# The menu may not have this folder on its path.
sed -i "s|^Exec=inkstone|Exec=\"$app/inkstone\"|; s|^TryExec=.*|TryExec=$app/inkstone|" \
    "$prefix/share/applications/inkstone.desktop"
refresh
echo "Inkstone is installed: $prefix/bin/inkstone"
case ":$PATH:" in *":$prefix/bin:"*) ;; *) echo "Put $prefix/bin on your PATH to start it by name." ;; esac
