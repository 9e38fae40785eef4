# Shared by the scripts of this folder, which source it: goes to the root of the project.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DEBIAN_FRONTEND=noninteractive

say() { printf '== %s\n' "$*"; }

# usage "$@"   on --help shows what stands at the top of the script, and ends it
usage() { [[ ! ${1:-} =~ ^(-h|--help)$ ]] || { sed -n '2,/^[^#]/s/^# //p' "scripts/${0##*/}"; exit; }; }

need_dotnet() {
    dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return
    echo 'ActorPbx needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0' >&2
    exit 1
}

# need_packages program:debian-package ...   installs the packages whose program is missing
need_packages() {
    local missing=() pair root=()
    for pair in "$@"; do command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    say "installing ${missing[*]} from Debian"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The phones, servers and tools that the end-to-end tests call with.
need_end_to_end_packages() {
    need_packages sipp:sip-tester baresip:baresip-core openssl:openssl /usr/sbin/rabbitmq-server:rabbitmq-server pg_ctlcluster:postgresql ip:iproute2 iptables-restore:iptables faketime:faketime sslscan:sslscan linphonec:linphone-cli fail2ban-regex:fail2ban sngrep:sngrep
}

# Makes the program as it is installed, in machine code: artifacts/actorpbx/actorpbx
publish() {
    say 'building the exchange, into artifacts/actorpbx'
    dotnet publish src/ActorPbx.Node/ActorPbx.Node.csproj -c Release -p:ForInstallation=true -o artifacts/actorpbx -v q --nologo -clp:ErrorsOnly
}

build() { say "building $1 (Release)"; dotnet build "$1" -c Release -v q --nologo -clp:ErrorsOnly; }
