#!/bin/sh
# Gets what `make` needs and the machine lacks. Usage:
#
#   scripts/tools.sh temporal | postgres | chromium | curl     (any number of them)
#
# The Temporal dev server is built once per user and version, outside the
# source tree, so that a second clone finds it. PostgreSQL and Chromium come
# from the system's packages: as root they are installed, else you are told
# what to type.
set -eu
cd "$(dirname "$0")/.."

cli=$(sed -n 's|^.*github.com/temporalio/cli v\([0-9][^ ]*\).*$|\1|p' tools.mod | head -n 1)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/termijn/tools

# working SENTENCE COMMAND...: runs the command quietly with the time passing
# in sight; what it printed is shown only if it fails.
working() {
	sentence=$1
	shift
	log=$(mktemp)
	began=$(date +%s)
	"$@" >"$log" 2>&1 &
	job=$!
	trap 'kill $job 2>/dev/null || true; rm -f "$log"; exit 130' INT TERM HUP
	if [ -t 2 ]; then step=1; else step=15 && echo "$sentence…" >&2; fi
	said=0
	while kill -0 $job 2>/dev/null; do
		passed=$(($(date +%s) - began))
		if [ $((passed - said)) -ge $step ] || { [ -t 2 ] && [ $passed -eq 0 ]; }; then
			said=$passed
			if [ -t 2 ]; then printf '\r%s… %ss' "$sentence" $passed >&2; else echo "  … ${passed}s" >&2; fi
		fi
		sleep 0.2 2>/dev/null || sleep 1
	done
	if wait $job; then failed=0; else failed=$?; fi
	trap - INT TERM HUP
	passed=$(($(date +%s) - began))
	if [ -t 2 ]; then printf '\r' >&2; fi
	if [ $failed -eq 0 ]; then
		echo "$sentence: done in ${passed}s." >&2
	else
		echo "$sentence: failed after ${passed}s. It said:" >&2
		tail -n 30 "$log" >&2
	fi
	rm -f "$log"
	return $failed
}

# install_package PACKAGE PURPOSE: installs a system package as root, else says how.
install_package() {
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "$2 is missing, and this system has no apt-get. Install the package that provides it, then try again." >&2
		return 1
	fi
	if [ "$(id -u)" -ne 0 ]; then
		echo "$2 is missing. Type this, then try again:" >&2
		echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $1" >&2
		return 1
	fi
	export DEBIAN_FRONTEND=noninteractive
	# A fresh image has no package lists, and old lists name packages that are gone.
	if ! apt-get install -y --no-install-recommends --download-only "$1" >/dev/null 2>&1; then
		working "Updating the package lists" apt-get update
	fi
	working "Installing $2" apt-get install -y --no-install-recommends "$1"
}

need_temporal() {
	if [ -x "$cache/temporal-$cli" ] || bin/withservers -check temporal >/dev/null 2>&1; then return 0; fi
	mkdir -p "$cache"
	# Built under another name first: an interrupted build leaves no half tool.
	# Pure Go, so that no C compiler is needed.
	working "Building the Temporal dev server (first time only, takes a few minutes)" \
		env CGO_ENABLED=0 go build -modfile=tools.mod -buildvcs=false \
		-ldflags "-s -w -X github.com/temporalio/cli/temporalcli.Version=$cli" \
		-o "$cache/temporal-$cli.$$" github.com/temporalio/cli/cmd/temporal
	mv "$cache/temporal-$cli.$$" "$cache/temporal-$cli"
}

need_postgres() {
	if bin/withservers -check postgres >/dev/null 2>&1; then return 0; fi
	install_package postgresql "PostgreSQL"
	bin/withservers -check postgres >/dev/null
}

# has_chromium: one that starts, since Ubuntu's package is an empty shell.
has_chromium() {
	for name in chromium chromium-browser google-chrome google-chrome-stable headless-shell chrome-headless-shell; do
		if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then return 0; fi
	done
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

need_chromium() {
	if has_chromium; then return 0; fi
	if [ -r /etc/os-release ] && grep -q '^ID=ubuntu' /etc/os-release; then
		echo "Chromium is missing, which the browser tests need. Ubuntu has it as a snap only. Type this, then try again:" >&2
		echo "  sudo snap install chromium" >&2
		echo "or install Google Chrome from its own package (google.com/chrome)." >&2
		return 1
	fi
	install_package chromium "Chromium"
	has_chromium
}

need_curl() {
	if command -v curl >/dev/null 2>&1; then return 0; fi
	install_package curl "curl"
}

for tool in "$@"; do
	case $tool in
	temporal | postgres | chromium | curl) "need_$tool" ;;
	*)
		echo "tools.sh: no tool named $tool; temporal, postgres, chromium or curl" >&2
		exit 2
		;;
	esac
done
