#!/bin/sh
# Installs the program for this user, without root: sh install.sh
# Takes it away again (documents are not touched):   sh install.sh --remove
set -eu

here=$(dirname "$(readlink -f "$0")")
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/shnor-desktop
bin=$HOME/.local/bin
icons=$data/icons/hicolor

remove() {
    rm -rf "$program"
    rm -f "$bin/shnor" "$bin/shnor-desktop"
    rm -f "$data/applications/shnor-desktop.desktop" "$data/mime/packages/shnor.xml"
    rm -f "$icons"/*/apps/shnor-desktop.png "$icons/scalable/apps/shnor-desktop.svg"
}

try() {
    if command -v "$1" >/dev/null 2>&1; then "$@" >/dev/null 2>&1 || true; fi
}

refresh() {
    try update-mime-database "$data/mime"
    try update-desktop-database "$data/applications"
    try gtk-update-icon-cache -q -t -f "$icons"
}

desktop_entry() {
    while IFS= read -r line; do
        case $line in
            Exec=*) printf 'Exec="%s/shnor-desktop" %%f\n' "$program" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done < "$here/shnor-desktop.desktop"
}

if [ "${1:-}" = --remove ]; then
    remove
    refresh
    echo "Программа удалена. Ваши документы не тронуты."
    exit 0
fi
if [ "$here" = "$program" ]; then
    echo "Программа уже установлена в $program. Удалить: sh install.sh --remove" >&2
    exit 2
fi

mkdir -p "$data/applications" "$data/mime/packages" "$bin"
new=$program.new
rm -rf "$new"
cp -R "$here" "$new"
remove
mv "$new" "$program"
ln -s "$program/shnor-desktop" "$bin/shnor"
ln -s "$program/shnor-desktop" "$bin/shnor-desktop"
desktop_entry > "$data/applications/shnor-desktop.desktop"
cp "$here/shnor.xml" "$data/mime/packages/shnor.xml"
for picture in "$here"/_internal/resources/icons/shnor-*.png; do
    size=$(basename "$picture" .png)
    size=${size#shnor-}
    mkdir -p "$icons/${size}x$size/apps"
    cp "$picture" "$icons/${size}x$size/apps/shnor-desktop.png"
done
mkdir -p "$icons/scalable/apps"
cp "$here/_internal/resources/icons/shnor.svg" "$icons/scalable/apps/shnor-desktop.svg"
refresh
echo "Программа установлена: меню приложений → «ШНОР». Файлы .shnor открываются двойным щелчком."
echo "Удалить: sh \"$program/install.sh\" --remove"
