# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the scripts share: `. "$(dirname "$0")/lib.sh"`. A script's result goes
# to stdout, everything meant for a person to stderr.

KNIT_ME=${0##*/}
KNIT_TOP=${KNIT_TOP:-$(cd "$(dirname "$0")/.." && pwd -P)}
KNIT_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/knit
KNIT_JOBS=${KNIT_JOBS:-$(nproc)}
export KNIT_TOP KNIT_CACHE KNIT_JOBS

# A caller may be make, whose variables are not meant for the makes we call.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES ARCH CROSS_COMPILE O KBUILD_OUTPUT

# One and the same result from one and the same source, on every machine.
LC_ALL=C
TZ=UTC
export LC_ALL TZ

say() {
	echo "$KNIT_ME: $*" >&2
}

die() {
	say "$*"
	exit 1
}

need() {
	for need_tool; do
		command -v "$need_tool" >/dev/null ||
			die "$need_tool is missing: run scripts/setup"
	done
}

# cpu_* CPU: the names that others have for our CPUs.
cpu_cross() {
	case $1 in
	mipsel | mips | riscv64) echo "$1-linux-gnu-" ;;
	arm) echo arm-linux-gnueabihf- ;;
	arm64) echo aarch64-linux-gnu- ;;
	x86_64) [ "$(uname -m)" = x86_64 ] || echo x86_64-linux-gnu- ;;
	*) die "no CPU $1: mipsel mips arm arm64 riscv64 x86_64" ;;
	esac
}

cpu_kernel_arch() {
	case $1 in
	mipsel | mips) echo mips ;;
	arm | arm64) echo "$1" ;;
	riscv64) echo riscv ;;
	x86_64) echo x86 ;;
	*) die "no CPU $1: mipsel mips arm arm64 riscv64 x86_64" ;;
	esac
}

cpu_debian_arch() {
	case $1 in
	arm) echo armhf ;;
	x86_64) echo amd64 ;;
	*) echo "$1" ;;
	esac
}

board_cpu() {
	case $1 in
	malta-le) echo mipsel ;;
	malta) echo mips ;;
	virt-arm) echo arm ;;
	virt-arm64) echo arm64 ;;
	virt-riscv64) echo riscv64 ;;
	x86) echo x86_64 ;;
	*) die "no board $1: malta-le malta virt-arm virt-arm64 virt-riscv64 x86" ;;
	esac
}

# hash16: what stdin is made of, short enough for a file name.
hash16() {
	sha256sum | cut -c1-16
}

# hash_tree PATH...: names, modes and contents of all files below the paths.
hash_tree() {
	find "$@" \( -type f -o -type l \) ! -name '*.pyc' ! -name '*.o' \
		-printf '%p %m\n' 2>/dev/null | sort
	find "$@" -type f ! -name '*.pyc' ! -name '*.o' -print0 2>/dev/null |
		sort -z | xargs -0 -r sha256sum
}

# with_lock NAME COMMAND...: one caller at a time, over all checkouts. The lock
# is not inherited by the command, so that nothing left running can hold it.
with_lock() {
	lock_name=$1
	shift
	mkdir -p "$KNIT_CACHE/lock"
	(
		if ! flock -n 9; then
			say "waiting for another one to finish with $lock_name"
			flock 9
		fi
		"$@" 9>&-
	) 9>"$KNIT_CACHE/lock/$lock_name"
}

# The second hand of progress(): every 5 s on a terminal, else every 30 s. Its
# sleep holds no descriptor, or it would keep a reader of ours waiting.
progress_tick() {
	if [ -t 2 ]; then every=5; else every=30; fi
	tick=0
	while sleep "$every" >/dev/null 2>&1; do
		tick=$((tick + every))
		last=$(tail -n 1 "$2" | tr -s ' \t\r' ' ' | sed 's/^ //' | cut -c1-50)
		if [ -t 2 ]; then
			printf '\r\033[K%s: %s: %d s%s' \
				"$KNIT_ME" "$1" "$tick" "${last:+, $last}" >&2
		else
			say "$1: $tick s${last:+, $last}"
		fi
	done
}

# progress WHAT COMMAND...: runs it with its output in a log file, and shows
# that it is alive. The log's end is shown if it fails.
progress() {
	what=$1
	shift
	mkdir -p "$KNIT_CACHE/log"
	log=$KNIT_CACHE/log/$(echo "$what" | tr -c 'A-Za-z0-9._\n-' '-').log
	: >"$log"
	began=$(date +%s)
	progress_tick "$what" "$log" >/dev/null &
	ticker=$!
	# a subshell, so that die() ends it and not the ticker's parent; not
	# in an if, which would switch -e off in there
	set +e
	(set -e; "$@") >"$log" 2>&1
	failed=$?
	set -e
	kill "$ticker" 2>/dev/null
	wait "$ticker" 2>/dev/null || :
	[ ! -t 2 ] || printf '\r\033[K' >&2
	took=$(($(date +%s) - began))
	if [ "$failed" -ne 0 ]; then
		tail -n 25 "$log" >&2
		say "$what: failed after $took s, all of it in $log"
		return "$failed"
	fi
	[ "$took" -lt 5 ] || say "$what: done in $took s"
}

# publish TMP DEST: a result is either not there or whole. Whoever is second
# with the same result throws his own away.
publish() {
	mkdir -p "$(dirname "$2")"
	if ! mv -T "$1" "$2" 2>/dev/null; then
		[ -e "$2" ] || die "cannot move $1 to $2"
		rm -rf "$1"
	fi
}

# scratch: a directory in the cache that is gone when the script is. Sets $SCRATCH.
scratch() {
	mkdir -p "$KNIT_CACHE/tmp"
	SCRATCH=$(mktemp -d "$KNIT_CACHE/tmp/$KNIT_ME.XXXXXX")
	trap 'rm -rf "$SCRATCH"' EXIT
	trap 'exit 130' INT TERM HUP
}
