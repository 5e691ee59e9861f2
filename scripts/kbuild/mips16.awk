# SPDX-License-Identifier: GPL-2.0-only
#
# MIPS16, addresses of 16 bits: all functions become one section, in which
#
# - functions that end alike do so in one place: join_tails()
# - what is often called with the same constant has an entry for that, a call at a function's
#   end is a branch, and call stubs are MIPS16, too: calls.awk
# - constants lie between the functions, where short instructions reach them, and fill the
#   slots of calls: literals.awk
#
# gcc looks into functions for which registers a call leaves alone (-fipa-ra), so nothing here
# may change a register that the code, as gcc wrote it, does not.
#
# text[] has the lines of all functions: labels, and instructions. slot[] is the instruction in
# a jump's delay slot, if there is one. A constant that gcc loads from a pool, or by an
# instruction of 4 bytes, is the made-up instruction "lit $4,VALUE" until literals.awk has
# found a place for it. joined[] is a label before a line, where other code ends in this one.

function name(line) { return substr(line, 1, length(line) - 1) }
function is_label(line) { return line ~ /:$/ }

# What never goes on with the next instruction
function is_end(line) { return line ~ /^\t(jr|b)\t/ }

# Nothing of what gcc puts into a function is unknown: else it stays as it is
function is_known(	i) {
	for (i = 1; i <= lines; i++)
		if (body[i] !~ /^(\t[a-z]|[$a-zA-Z_][^ \t]*:$|[ \t]*$|\t[.](ent|end|type|frame|mask|fmask|align|word)\t|\t[.]set\t(no)?(reorder|macro)$)/ ||
		    body[i] ~ /^\t(la|lui|lit|jalx|jalrc|jrc)\t|^\t[.]word\t.*[$]L[0-9]/)
			return 0
	return 1
}

# The words of the function's pool, by their labels; with "+4" if there is more than one
function find_pool(	i, k, label, labels, at) {
	labels = 0
	for (i = 1; i <= lines; i++) {
		$0 = body[i]
		if ($0 ~ /^\$L[0-9]+:$/) {
			if (at)
				labels = at = 0
			label[++labels] = name($0)
		} else if ($1 == ".word") {
			for (k = 1; k <= labels; k++)
				pool[label[k] (at ? "+" at : "")] = $2
			at += 4
		} else if (is_code(i)) {
			labels = at = 0
		}
	}
}

# The instruction in the slot of a function's end moves before it, and before the stack pointer
# moves up, if it does without what `restore` brings back: ends are more alike then.
function clear_slot(line) {
	text[count + 1] = text[count]
	text[count] = line
	if (text[count - 1] ~ /^\trestore\t/ && line !~ /[$](1[67]|2[0-3]|3[01]|sp)/) {
		text[count] = text[count - 1]
		text[count - 1] = line
	}
	count++
}

# Takes over the function in body[]
function collect(	i, locked, after) {
	find_pool()
	for (i = 1; i <= lines; i++) {
		$0 = body[i]
		if ($1 == ".set") {
			locked = $2 == "noreorder" || locked && $2 != "reorder"
			after = 0
		} else if (is_code(i)) {
			split($2, field, ",")
			if ($1 == "lw" && field[2] in pool)
				$0 = "\tlit\t" field[1] "," pool[field[2]]
			else if ($1 == "li" && field[2] ~ /^[0-9]+$/ && field[2] > 255)
				$0 = "\tlit\t" $2
			if (!locked || !after)
				text[++count] = $0
			else if (text[count] == "\tjr\t$31")
				clear_slot($0)
			else
				slot[count] = $0
			after = 1
		} else if (is_label($0) && !(name($0) in pool) && $0 !~ /^__p(ool|end)_/) {
			text[++count] = $0
		}
	}
}

# Labels that nobody uses go: what is between two labels is longer then
function drop_labels(	i, n, used) {
	for (i = 1; i <= count; i++)
		if (!is_label(text[i]) && (n = split(text[i], field, /[\t,]/)) && field[n] ~ /^\$L/)
			used[field[n]] = 1
	for (i = 1; i <= count; i++)
		if (text[i] ~ /^\$L/ && !(name(text[i]) in used))
			text[i] = ""
}

# Bytes of an instruction, as far as it shows; branches are short mostly
function bytes(line,	n, imm) {
	if (line == "" || is_label(line))
		return 0
	n = split(line, field, /[\t,(]/)
	imm = field[n] ~ /^-?[0-9]+$/ ? field[n] : field[4]
	if (line ~ /^\tjal\t/)
		return 4
	if (line ~ /^\t(save|restore)\t/)
		return line ~ /[$]([4-7]|18|19|2[0-3]|30)[-,]/ || imm + field[3] > 128 ? 4 : 2
	if (line ~ /^\taddiu\t/ && n == 4)
		return imm >= -128 && imm < 128 ? 2 : 4
	if (line ~ /^\taddiu\t/)
		return field[4] == "$sp" ? (imm > 1020 || imm % 4 ? 4 : 2) : \
			imm >= -8 && imm < 8 ? 2 : 4
	if (line ~ /[(][$]sp[)]$/)
		return imm <= 1020 && imm >= 0 ? 2 : 4
	if (line ~ /^\t[ls]w\t/)
		return imm <= 124 && imm >= 0 ? 2 : 4
	if (line ~ /^\t([ls]h|lhu)\t/)
		return imm <= 62 && imm >= 0 ? 2 : 4
	if (line ~ /^\t([ls]b|lbu)\t/)
		return imm <= 31 && imm >= 0 ? 2 : 4
	if (line ~ /^\t(cmpi|sltu?|li)\t/)
		return imm <= 255 && imm >= 0 ? 2 : 4
	if (line ~ /^\ts(ll|rl|ra)\t/)
		return n == 5 && field[5] > 8 ? 4 : 2
	return 2
}

# Where each line lies
function find_places(	i, at) {
	at = 0
	for (i = 1; i <= count; i++) {
		place_of[i] = at
		at += bytes(text[i]) + (i in slot ? 2 : 0)
	}
	place_of[count + 1] = at
}

# The last n instructions up to line e: the text, or "" if there are not as many before another
# end. Leaves in first where they begin, in size their bytes, in inner whether code from
# elsewhere leads into their midst.
function tail(e, n,	i, key) {
	inner = size = 0
	key = ""
	first = 0
	for (i = e; n; i--) {
		if (!i || i != e && is_end(text[i]))
			return ""
		if (text[i] == "")
			continue
		if (is_label(text[i])) {
			if (text[i] !~ /^\$L/)
				return ""
			inner = 1
			continue
		}
		if (first && first in joined)
			inner = 1
		first = i
		key = text[i] (i in slot ? "/" slot[i] : "") "\n" key
		size += bytes(text[i]) + (i in slot ? 2 : 0)
		n--
	}
	return key
}

# Lines from..e become a branch to line to, where the same is
function join(from, e, to,	i) {
	if (!(to in joined))
		joined[to] = "$LJ" ++joins
	for (i = from; i <= e; i++) {
		text[i] = ""
		delete slot[i]
	}
	text[from] = "\tb\t" joined[to]
}

# Functions that end in the same instructions do so in one place.
function join_tails(n,	i, key, host, start, fixed) {
	for (i = 1; i <= count; i++) {
		if (!is_end(text[i]))
			continue
		key = tail(i, n)
		if (key == "")
			continue
		if (!(key in host) || size <= 4 && place_of[i] - place_of[host[key]] > 1900) {
			host[key] = i
			start[key] = first
			fixed[key] = inner
		} else if (!inner) {
			join(first, i, start[key])
			fixed[key] = 1
		} else if (!fixed[key]) {
			join(start[key], host[key], first)
			host[key] = i
			start[key] = first
			fixed[key] = 1
		}
	}
}

function squeeze_all(	n) {
	drop_labels()
	share_arguments()
	find_places()
	end_in_calls()
	for (n = 12; n > 1; n--)
		join_tails(n)
	make_calls()
	place_literals()
	print_call()
}
