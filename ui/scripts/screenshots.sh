#!/bin/bash
# Photographs the real window in every recorded state, light and dark, narrow and wide.
# Usage: screenshots.sh WINDOW-BINARY OUTPUT-FOLDER [FIXTURE…]
# WORDS are the window's own arguments: WORDS=approvals photographs that page, WORDS="approvals --request ID" at a request.
# KEYS are pressed before the photograph: KEYS="Tab Tab End".
# SPEAK is a language, as its folder in crates/core/words is named; SCHEMES="light" leaves the dark ones out.
# Needs Xvfb, dbus-daemon, openbox, xdotool and ImageMagick. `lost` is the state without an engine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
shift 2
states=("$@")
if [ ${#states[@]} = 0 ]; then
  states=(lost)
  for file in "$here"/../fixtures/*.json; do states+=("$(basename "$file" .json)"); done
fi

scratch=$(mktemp -d)
export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run GDK_BACKEND=x11 NO_AT_BRIDGE=1
unset WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
# what the window itself says without an engine
if [ -n "${SPEAK:-}" ]; then export LANG=$SPEAK.UTF-8 LANGUAGE=$SPEAK; fi
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$scratch"' EXIT

mkfifo "$scratch/display"
Xvfb -displayfd 3 -screen 0 1000x1300x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null &
pids+=($!)
read -r display <"$scratch/display"
export DISPLAY=:$display
openbox 2>/dev/null &
pids+=($!)

# a session bus of its own that starts nothing by itself
cat >"$scratch/bus.conf" <<CONF
<busconfig>
  <type>session</type>
  <listen>unix:path=$scratch/bus</listen>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
CONF
mkfifo "$scratch/bus-ready"
dbus-daemon --config-file="$scratch/bus.conf" --nofork --print-address=3 3>"$scratch/bus-ready" 2>/dev/null &
pids+=($!)
read -r DBUS_SESSION_BUS_ADDRESS <"$scratch/bus-ready"
export DBUS_SESSION_BUS_ADDRESS

for state in "${states[@]}"; do
  for width in 420 900; do
    for scheme in ${SCHEMES:-light dark}; do
      export CLAWTENDER_HOME=$scratch/$state-$width-$scheme
      mkdir -p "$CLAWTENDER_HOME/run" "$CLAWTENDER_HOME/state"
      echo "{\"width\":$width,\"height\":${HEIGHT:-900},\"maximized\":false}" >"$CLAWTENDER_HOME/state/window.json"
      engine=
      if [ "$state" != lost ]; then
        coproc ENGINE { exec node "$here/fake-engine.mjs" "$CLAWTENDER_HOME/run/engine.sock" "$here/../fixtures/$state.json"; }
        engine=$ENGINE_PID
        read -r _ <&"${ENGINE[0]}"
      fi
      theme=Adwaita
      [ "$scheme" = dark ] && theme=Adwaita:dark
      GTK_THEME=$theme "$binary" ${WORDS:-} ${FINDING:+--finding "$FINDING"} 2>"$out/$state-$width-$scheme.log" &
      window=$!
      # by its process: the window before it may still be going away
      until id=$(xdotool search --onlyvisible --all --pid "$window" --name '^Clawtender$' 2>/dev/null | head -1) && [ -n "$id" ]; do
        kill -0 "$window"
        sleep 0.1
      done
      sleep "${SETTLE:-2}" # a photographer, not a test: fonts and the doctor's answer
      # shellcheck disable=SC2086 # one key a word
      if [ -n "${KEYS:-}" ]; then
        xdotool windowfocus --sync "$id" key --delay 60 $KEYS
        sleep 0.6
      fi
      # nothing is pointed at
      xdotool mousemove 999 1299
      sleep 0.2
      import -window "$id" "$out/$state-$width-$scheme.png"
      kill "$window"
      wait "$window" 2>/dev/null || true
      if [ -n "$engine" ]; then
        kill "$engine" 2>/dev/null || true
        wait "$engine" 2>/dev/null || true
      fi
      echo "$state-$width-$scheme"
    done
  done
done
