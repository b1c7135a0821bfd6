#!/bin/sh
# Makes every bitmap from the SVG sources. Run after changing a drawing; the results are committed.
# Needs rsvg-convert (librsvg2-bin) and ImageMagick; app.icns also needs png2icns (icnsutils) and is left out without it.
set -eu
cd "$(dirname "$0")"

# Tray icons are black on transparent: a template on macOS, tinted by the tray elsewhere. Shape tells the state.
for state in ok starting attention stopped; do
  for size in 16 22 24 32 44 64; do
    rsvg-convert --width "$size" --height "$size" --output "tray/$state-$size.png" "tray/$state.svg"
  done
done

for size in 16 22 24 32; do
  rsvg-convert --width "$size" --height "$size" --output "app/$size.png" app/app-small.svg
done
for size in 48 64 128 256 512 1024; do
  rsvg-convert --width "$size" --height "$size" --output "app/$size.png" app/app.svg
done

magick=$(command -v magick || command -v convert)
"$magick" app/16.png app/24.png app/32.png app/48.png app/64.png app/256.png app/app.ico

if command -v png2icns >/dev/null; then
  png2icns app/app.icns app/16.png app/32.png app/48.png app/128.png app/256.png app/512.png app/1024.png >/dev/null
else
  echo "png2icns is not here: app/app.icns is as it was." >&2
fi
