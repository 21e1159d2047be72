# Sourced by the project's executables, with $root set: sets up what is missing, in silence when nothing is.
# Everything goes to standard error: standard output belongs to the program that follows.

stamp=$root/.build/stamp
record=$root/node_modules/.package-lock.json
get_node="  next: install Node.js 20.18 or later (nodejs.org)"

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 18) ? 0 : 1)'
}

# npm's own record inside node_modules is newer than the lock file once the packages are as it says.
packages_are_old() {
  [ ! -e "$record" ] || [ "$root/package-lock.json" -nt "$record" ]
}

# A bundle is old when a source, or a folder of sources (one was removed), is newer.
bundle_is_old() {
  [ ! -e "$stamp" ] || [ -n "$(newer_sources)" ]
}

newer_sources() {
  for folder in "$root"/*/; do
    case $folder in
      */node_modules/ | */contracts/ | */docs/) ;;
      *) find "$folder" \( -type d -o -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' -o -name '*.mjs' -o -name '*.cjs' -o -name '*.sh' -o -name '*.json' \) -newer "$stamp" -print ;;
    esac
  done
  find "$root/package-lock.json" "$root/tsconfig.json" -newer "$stamp" -print
}

# Of two that start at once one sets up; the other waits until it is done or gone.
with_lock() {
  mkdir -p "$root/.build"
  lock=$root/.build/lock
  waited=0
  until mkdir "$lock" 2>/dev/null; do
    [ "$waited" -ne 10 ] || echo "waiting for another tensora that sets up" >&2
    [ "$waited" -lt 9000 ] || fail "waited half an hour for another tensora" "  next: remove $lock if none runs"
    if holder_is_gone; then rm -rf "$lock"; fi
    sleep 0.2
    waited=$((waited + 1))
  done
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT TERM
  echo $$ >"$lock/pid"
  "$@"
  rm -rf "$lock"
  trap - EXIT INT TERM
}

# A holder writes its number at once; one that has none after seconds was killed in between.
holder_is_gone() {
  holder=$(cat "$lock/pid" 2>/dev/null) || holder=
  if [ -n "$holder" ]; then ! kill -0 "$holder" 2>/dev/null; else [ "$waited" -ge 25 ]; fi
}

set_up() {
  if packages_are_old; then install_packages; fi
  if bundle_is_old; then bundle; fi
}

install_packages() {
  began=$(date +%s)
  echo "npm packages: installing (about a minute the first time)" >&2
  # Packages that are there but old are brought up to date in place: programs that run from them go on.
  if [ -e "$record" ]; then install="install --no-save"; else install=ci; fi
  (cd "$root" && npm $install --no-audit --no-fund --loglevel=error >&2) ||
    fail "npm $install failed" "  next: see its messages above, then run it again"
  touch "$record"
  echo "npm packages: installed ($(($(date +%s) - began)) s)" >&2
}

bundle() {
  # Stamped with the time before, so that a source that changes meanwhile is newer.
  touch "$stamp.next"
  node "$root/scripts/bundle.mjs" >&2 || fail "the sources could not be bundled"
  mv "$stamp.next" "$stamp"
}

command -v node >/dev/null || fail "Node.js is missing" "$get_node"
if packages_are_old || bundle_is_old; then
  node_is_new_enough || fail "Node.js $(node --version) is too old" "$get_node"
  with_lock set_up
fi
