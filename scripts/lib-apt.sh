# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Debian packages that this machine does not install: sources, those of other
# CPUs and of newer releases. apt with a state of its own, which nobody else
# sees, and the mirror that this machine uses anyway.

apt_mirrors() {
	# shellcheck disable=SC2016 # apt's own variables
	apt-get indextargets --format '$(REPO_URI) $(CODENAME)' |
		grep -E '/debian(-security)?/? ' | sort -u
}

# apt_sources KIND [SUITE]: lines for sources.list. A SUITE that is not this
# machine's comes from the mirror of its main archive.
apt_sources() {
	if [ -n "$2" ]; then
		apt_mirrors | sed -n 's,^\([^ ]*/debian/\) .*,\1,p' | head -n 1 |
			sed "s,.*,$1 & $2 main,"
	else
		apt_mirrors | sed "s,.*,$1 & main,"
	fi
}

# apt_update: mirrors are out of step now and then. One list that can't be had
# is no reason to stop: what is needed may stand in the others.
apt_update() {
	apt-get update || { sleep 3 && apt-get update; } ||
		{ echo "going on without the lists that failed" && return; }
	touch "$apt_dir/fresh"
}

# apt_private NAME KIND ARCH [SUITE]: makes the state NAME ready and prints its
# configuration file, for APT_CONFIG. Its lists are fetched once a day.
apt_private() {
	apt_dir=$KNIT_CACHE/apt/$1
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/archives/partial" \
		"$apt_dir/parts"
	: >>"$apt_dir/status"
	apt_sources "$2" "${4:-}" >"$apt_dir/sources.list"
	[ -s "$apt_dir/sources.list" ] || die "apt knows no Debian mirror"
	cat >"$apt_dir/apt.conf" <<-EOF
		Dir::State "$apt_dir";
		Dir::State::Lists "$apt_dir/lists";
		Dir::State::status "$apt_dir/status";
		Dir::Cache "$apt_dir";
		Dir::Cache::Archives "$apt_dir/archives";
		Dir::Etc::SourceList "$apt_dir/sources.list";
		Dir::Etc::SourceParts "$apt_dir/parts";
		APT::Architecture "$3";
		APT::Architectures { "$3"; };
		APT::Sandbox::User "";
		Acquire::Languages "none";
	EOF
	if [ -z "$(find "$apt_dir/fresh" -mtime -1 2>/dev/null)" ]; then
		APT_CONFIG=$apt_dir/apt.conf progress "package lists $1" \
			apt_update
	fi
	echo "$apt_dir/apt.conf"
}

# apt_source PACKAGE: the files of a source package into the current directory.
# One archive may list a version that its mirror has lost while another one
# holds it, so each is asked alone too. $APT_CONFIG says where from.
apt_source() {
	apt-get -q source --download-only "$1" && return
	while read -r archive; do
		echo "once more, from one archive alone"
		echo "$archive" >one.list
		apt-get -q -o Dir::Etc::SourceList="$PWD/one.list" \
			source --download-only "$1" && return
	done <"${APT_CONFIG%/*}/sources.list"
	die "no source of $1 to be had"
}
