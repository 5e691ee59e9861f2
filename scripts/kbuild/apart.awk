# SPDX-License-Identifier: GPL-2.0-only
#
# usage: { cat IN.lds; readelf -SrsW OBJECT...; } | awk -f apart.awk >OUT.lds
#
# Tells the linker which section lies where, for arch/knit-apart.lds. Its .cold and .warm name
# functions. What calls what, and who reads which constant, is read from the relocations:
#
# - .alone and .both take all that is needed by the process that stays (resident(), with the way
#   there from the entry): .both what a boot needs too, .alone the rest of it. Between them they
#   are complete, since that process has no copy of anything else.
# - A constant lies with the functions that read it: with the rest if one of these does, else
#   in .warm, else in .cold.

function hex(s,	n) {
	for (n = 0; s != ""; s = substr(s, 2))
		n = 16 * n + index("0123456789abcdef", substr(s, 1, 1)) - 1
	return n
}

# A pattern of the linker as a regular expression
function pattern(glob) {
	gsub(/[.]/, "[.]", glob)
	gsub(/[*]/, ".*", glob)
	gsub(/\[!/, "[^", glob)
	return "^" glob "$"
}

# Which of .cold and .warm names this section
function named(name,	i) {
	for (i = 1; i <= patterns; i++)
		if (name ~ glob[i])
			return place[i]
	return ""
}

# Where a walk ends: the process that stays does not boot; that process and what has a place of its
# own need no constants where the rest lies; and what these two call is not theirs.
function stops(name, by) {
	if (by == "alone")
		return name ~ /^[.]text[.](boot_run|command)/
	return is_code(name) && (by != "both" || name ~ /^[.]text[.]resident/ || named(name) != "")
}

# Notes all that is reached from a section, by the name of the walk.
function walk(name, by,	list, i, n, todo) {
	todo[n = 1] = name
	while (n) {
		name = todo[n--]
		if ((by, name) in reached)
			continue
		reached[by, name] = 1
		i = split(to[name], list, " ")
		for (; i; i--)
			if (!stops(list[i], by))
				todo[++n] = list[i]
	}
}

function is_code(name) { return name ~ /^[.]text/ }

# Where a section belongs; empty: to all the rest
function belongs(name,	where) {
	where = named(name)
	if (("alone", name) in reached)
		return where == "" && ("both", name) in reached ? "both" : "alone"
	if (is_code(name))
		return where
	if (("both", name) in reached)
		return ""
	return ("warm", name) in reached ? "warm" : ("cold", name) in reached ? "cold" : ""
}

function list(where,	i) {
	for (i = 1; i <= sections; i++)
		if (belonging[order[i]] == where)
			print "\t\t*(" order[i] ")"
}

# The linker script: its lines, and the patterns in .cold and .warm
!readelf && /^(There are|File:|[A-Z].* file)/ { readelf = 1 }
!readelf {
	line[++lines] = $0
	if ($1 ~ /^[.][a-z]+$/)
		within = substr($1, 2)
	if ((within == "cold" || within == "warm") && /[*][(]/) {
		line[lines] = ""
		sub(/^[ \t]*[*][(]/, "")
		sub(/[)].*$/, "")
		n = split($0, word, " ")
		for (i = 1; i <= n; i++) {
			glob[++patterns] = pattern(word[i])
			place[patterns] = within
		}
	}
	next
}

/^File:/ { file++ }
/^  \[ *[0-9]+\] / {
	sub(/^  \[ */, "")
	sub(/\]/, "")
	section[file, $1] = $2
	# those that are loaded, and lie in the file: flag A behind size and entry size
	if ($3 == "PROGBITS" && $8 ~ /A/ && !($2 in known)) {
		known[$2] = 1
		order[++sections] = $2
	}
	next
}
/^Relocation section/ {
	from = $3
	sub(/^'[.]rela?/, "", from)
	sub(/'.*$/, "", from)
	next
}
$3 ~ /^R_/ {
	edge_from[++edges] = from
	edge_file[edges] = file
	edge[edges] = hex(substr($2, 1, length($2) - (length($2) > 8 ? 8 : 2)))
	next
}
/^ *[0-9]+: / {
	where = $7 ~ /^\[/ ? $8 : $7
	sub(/:/, "", $1)
	symbol[file, $1] = $NF
	if (where ~ /^[0-9]+$/) {
		at[file, $1] = section[file, where]
		if ($5 == "GLOBAL")
			global[$NF] = at[file, $1]
	}
}

END {
	for (i = 1; i <= edges; i++) {
		f = edge_file[i]
		target = (f, edge[i]) in at ? at[f, edge[i]] : global[symbol[f, edge[i]]]
		if (target in known && !((edge_from[i], target) in twice)) {
			twice[edge_from[i], target] = 1
			to[edge_from[i]] = to[edge_from[i]] " " target
		}
	}
	walk(".text.start", "alone")
	for (i = 1; i <= sections; i++)
		if (is_code(order[i]) && !(("alone", order[i]) in reached) && named(order[i]) == "")
			walk(order[i], "both")
	walk(".text.start", "both")
	for (i = 1; i <= sections; i++)
		if (named(order[i]) != "" && is_code(order[i]))
			walk(order[i], named(order[i]))
	for (i = 1; i <= sections; i++)
		belonging[order[i]] = belongs(order[i])
	for (i = 1; i <= lines; i++) {
		if (line[i] != "")
			print line[i]
		$0 = line[i]
		if ($1 ~ /^[.](cold|warm|alone|both)$/)
			list(substr($1, 2))
	}
}
