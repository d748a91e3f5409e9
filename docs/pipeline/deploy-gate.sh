#!/bin/sh
# deploy-gate asks termijn whether a pipeline may deploy, waits until that is decided,
# and reports afterwards what became of it. It needs sh, curl and awk.
#
#   deploy-gate.sh ask --service ID --environment NAME --commit ID
#                      [--minutes N] [--pipeline URL] [--evidence KIND:passed|failed[:URL]]...
#   deploy-gate.sh report success|partial|rolled_back [TEXT [URL]]
#
# Settings, from the environment:
#   TERMIJN_URL     address of termijn, for example https://termijn.example
#   TERMIJN_TOKEN   token of the provider's agent as whom the pipeline signs in
#   GATE_TIMEOUT    seconds to wait for a decision (3600)
#   GATE_FILE       file that keeps the change's reference from ask to report (.deploy-gate)
#   GATE_LANGUAGE   language of the reasons, nl or en (en)
#
# Exit status:
#   0  ask: allowed, deploy now; report: it is reported
#   1  refused; the reasons are printed
#   2  not decided in time; nothing is lost: ask again with the same commit
#   3  wrong use, or termijn cannot be reached or does not understand
set -u
LC_ALL=C
export LC_ALL

usage() { sed -n '/^# deploy-gate/,/^set -u/p' "$0" | sed -n 's/^# \{0,1\}//p' >&2; exit 3; }

fail() { printf 'deploy-gate: %s\n' "$1" >&2; exit 3; }

# quote writes a text as a JSON string.
quote() { printf '"%s"' "$(printf '%s\n' "$1" | tr '\001-\037' ' ' | sed 's/ $//; s/[\\"]/\\&/g')"; }

# flat reads JSON and writes each value on a line of its own, its path before it:
# "reasons.0.message<tab>text".
flat() {
	awk '
		function space() { while (substr(text, at, 1) ~ /[ \t\r\n]/) at++ }
		function hex(digits, n, i) { n = 0; for (i = 1; i <= 4; i++) n = n * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1; return n }
		function string(out, c) {
			out = ""; at++
			while (at <= length(text) && (c = substr(text, at, 1)) != "\"") {
				if (c == "\\") {
					c = substr(text, ++at, 1)
					if (c == "u") { c = hex(substr(text, at + 1, 4)); at += 4; c = c < 32 || c > 126 ? " " : sprintf("%c", c) }
					else if (c ~ /[bfnrt]/) c = " "
				}
				out = out c; at++
			}
			at++
			return out
		}
		function value(path, c, key, n, from) {
			space(); c = substr(text, at, 1)
			if (c == "\"") { print path "\t" string(); return }
			if (c != "{" && c != "[") {
				from = at
				while (at <= length(text) && substr(text, at, 1) !~ /[],} \t\r\n]/) at++
				print path "\t" substr(text, from, at - from)
				return
			}
			at++; space()
			for (n = 0; at <= length(text) && substr(text, at, 1) !~ /[]}]/; n++) {
				key = n
				if (c == "{") { key = string(); space(); at++ }
				value(path == "" ? key : path "." key); space()
				if (substr(text, at, 1) == ",") { at++; space() }
			}
			at++
		}
		{ text = text $0 "\n" }
		END { at = 1; value("") }
	'
}

# field prints a value of the last answer by its path, reasons all of a kind.
field() { flat < "$work/answer" | awk -F '\t' -v path="$1" '$1 == path { print $2; exit }'; }
reasons() { flat < "$work/answer" | awk -F '\t' -v path="$1" '$1 ~ path { print "  - " $2 }'; }

# call METHOD PATH [KEY]: the body comes from $work/body, the answer goes to
# $work/answer and its status to $status. The token is kept off the command line.
call() {
	{
		printf 'header = "Authorization: Bearer %s"\n' "$TERMIJN_TOKEN"
		printf 'header = "Accept-Language: %s"\n' "${GATE_LANGUAGE:-en}"
		if [ "$1" = POST ]; then
			printf 'header = "Content-Type: application/json"\nheader = "Idempotency-Key: %s"\ndata-binary = "@%s"\n' "$3" "$work/body"
		fi
	} > "$work/config"
	status=$(curl --config "$work/config" --silent --show-error --max-time 60 --retry 3 --retry-connrefused --retry-delay 2 \
		--request "$1" --output "$work/answer" --write-out '%{http_code}' "${TERMIJN_URL%/}/api/v1$2") ||
		fail "$TERMIJN_URL cannot be reached"
	case $status in 2*) return ;; esac
	printf 'deploy-gate: termijn answers %s: %s %s\n' "$status" "$(field title)" "$(field detail)" >&2
	reasons '^errors[.][0-9]+[.](field|message)$' >&2
	exit 3
}

ask() {
	service='' environment='' commit='' minutes='' pipeline='' evidence=''
	while [ $# -gt 0 ]; do
		[ $# -gt 1 ] || usage
		case $1 in
			--service) service=$2 ;;
			--environment) environment=$2 ;;
			--commit) commit=$2 ;;
			--minutes) minutes=$2 ;;
			--pipeline) pipeline=$2 ;;
			--evidence) proof "$2" ;;
			*) usage ;;
		esac
		shift 2
	done
	[ -n "$service" ] && [ -n "$environment" ] && [ -n "$commit" ] || usage
	case $minutes in *[!0-9]*) fail "--minutes takes a whole number, not $minutes" ;; esac
	printf '{"service":%s,"environment":%s,"commit":%s,"pipeline":%s,"minutes":%s,"evidence":[%s]}' \
		"$(quote "$service")" "$(quote "$environment")" "$(quote "$commit")" "$(quote "$pipeline")" "${minutes:-0}" "$evidence" > "$work/body"
	rm -f "$file"
	until=$(($(date +%s) + ${GATE_TIMEOUT:-3600}))
	call POST /changes/gate "ask-$(date +%s)-$$"
	ref=$(field ref)
	said=''
	while :; do
		case $(field answer) in
			allowed)
				printf '%s\n' "$ref" > "$file" || fail "$file cannot be written"
				echo "deploy-gate: $ref is allowed until $(field until)"
				return ;;
			refused)
				echo "deploy-gate: $ref is refused"
				reasons '^reasons[.][0-9]+[.]message$'
				exit 1 ;;
			wait)
				if [ -z "$said" ]; then
					echo "deploy-gate: $ref waits for a decision"
					reasons '^reasons[.][0-9]+[.]message$'
					said=yes
				fi ;;
			*) fail "the answer is not understood" ;;
		esac
		now=$(date +%s)
		left=$((until - now))
		if [ "$left" -le 0 ]; then
			echo "deploy-gate: $ref is not decided yet; ask again later"
			exit 2
		fi
		[ "$left" -le 30 ] || left=30
		call GET "/changes/$ref/gate?wait=$left"
		# A server on which very many wait answers at once.
		if [ "$(field answer)" = wait ] && [ "$(date +%s)" -le "$now" ]; then sleep 5; fi
	done
}

# proof adds KIND:passed or KIND:failed, with an address behind it or not.
proof() {
	kind=${1%%:*} rest=${1#*:}
	result=${rest%%:*} link=''
	[ "$result" = "$rest" ] || link=${rest#*:}
	case $result in
		passed) passed=true ;;
		failed) passed=false ;;
		*) fail "--evidence takes KIND:passed or KIND:failed, not $1" ;;
	esac
	evidence="$evidence${evidence:+,}{\"kind\":$(quote "$kind"),\"passed\":$passed,\"link\":$(quote "$link")}"
}

report() {
	[ $# -ge 1 ] && [ $# -le 3 ] || usage
	[ -r "$file" ] || fail "there is nothing to report: $file, which ask writes, is not there"
	ref=$(cat "$file")
	printf '{"result":%s,"text":%s,"link":%s}' "$(quote "$1")" "$(quote "${2:-}")" "$(quote "${3:-}")" > "$work/body"
	call POST "/changes/$ref/outcome" "outcome-$ref-$1"
	rm -f "$file"
	echo "deploy-gate: $1 is reported in $ref"
}

[ $# -ge 1 ] || usage
[ -n "${TERMIJN_URL:-}" ] || fail "set TERMIJN_URL to the address of termijn"
[ -n "${TERMIJN_TOKEN:-}" ] || fail "set TERMIJN_TOKEN to the token of the pipeline"
file=${GATE_FILE:-.deploy-gate}
umask 077
work=$(mktemp -d) || fail "no temporary directory can be made"
trap 'rm -rf "$work"' EXIT
trap 'exit 3' HUP INT TERM
command=$1
shift
case $command in
	ask) ask "$@" ;;
	report) report "$@" ;;
	*) usage ;;
esac
