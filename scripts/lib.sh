# Sourced by the other scripts: where the tools are, and headings with times.
tools=${ETALON_TOOLS:-$HOME/.cache/etalon/tools}
export PATH="$tools/bin:$PATH"
WASM=wasm32-unknown-unknown

# Views of one erased type build in a fraction of the time, and the app is smaller.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components"

# Runs a command with the toolchain that has the browser's target (setup.sh wrote down which).
with_web_toolchain() {
  local toolchain; toolchain=$(cat "$tools/web-toolchain")
  if [ -n "$toolchain" ]; then RUSTUP_TOOLCHAIN=$toolchain "$@"; else "$@"; fi
}

section_name=
section_started=
section() { # closes the section before with its time, opens the next one
  section_end
  section_name=$1 section_started=$SECONDS
  printf '\n\033[1;36m=== %s\033[0m\n' "$section_name"
}
section_end() {
  [ -z "$section_name" ] || printf '\033[36m    %s: %d s\033[0m\n' "$section_name" $((SECONDS - section_started))
  section_name=
}
