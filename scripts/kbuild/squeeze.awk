# SPDX-License-Identifier: GPL-2.0-only
#
# usage: awk -v low=1 -f squeeze.awk -f mips16.awk -f calls.awk -f literals.awk IN.s >OUT.s
#
# What gcc for MIPS has no option for: reads the assembler that gcc has written, and
# writes a smaller one that does the same.
#
# - String constants lose their word alignment. (Should gcc copy a string by words, the
#   kernel mends the unaligned access: MIPS_FIXADE, on by default.)
# - low=1: code and data are linked below 60 KiB (arch/knit.lds), so that an address is a
#   number of 16 bits, and one instruction loads it. All MIPS16 functions become one piece of
#   code: mips16.awk.
# - low=1, but not MIPS16, which has instructions for it: functions save registers and take
#   them back in code that all share, knit_save_* and knit_restore_* of arch/mips/entry.c. For
#   that each register lies at the same distance from its frame's end; gcc counts from below.

function is_code(i) { return body[i] ~ /^\t[a-z]/ }
function is_branch(i) { return body[i] ~ /^\t[bj]/ }

# The line before line i that is an instruction or a label, 0 if there is none
function before(i) {
	for (i--; i && (body[i] == "" || body[i] ~ /^\t[.]/); i--)
		;
	return i
}

function in_slot(i) { return is_branch(before(i)) }

# Line i is "lw $5,24($sp)", with op "lw": 5, and 24 is left in offset; else 0
function on_stack(i, op) {
	if (body[i] !~ ("^\t" op "\t[$][0-9]+,[0-9]+[(][$]sp[)]$"))
		return 0
	split(body[i], field, /[$,(]/)
	offset = field[3]
	return field[2]
}

# Does this address fit: a symbol, or a place not far behind it?
function fits(address) {
	return split(address, field, "+") == 1 || field[2] < 4096
}

# "$2,%hi(boot+4)" or "$4,$2,%lo($LC5)": the address, if it fits
function address(operands) {
	if (!match(operands, /%(hi|lo)\([^)]*\)$/))
		return ""
	operands = substr(operands, RSTART + 4, RLENGTH - 5)
	return fits(operands) && !(operands in memory) ? operands : ""
}

# Addresses that loads and stores use: there the lower half has a sign.
function find_memory(	i) {
	delete memory
	for (i = 1; i <= lines; i++)
		if (match(body[i], /%lo\([^)]*\)\(/))
			memory[substr(body[i], RSTART + 4, RLENGTH - 6)] = 1
}

# The upper half of an address is 0: nobody needs to load it.
function drop_upper(	i, jump, filler) {
	find_memory()
	for (i = 1; i <= lines; i++) {
		$0 = body[i]
		if ($1 == "lui" && address($2) != "") {
			body[i] = in_slot(i) ? "\tnop" : ""
			jump = before(i)
			filler = before(jump)
			if (body[i] != "" && body[jump] ~ /^\tjal\t/ && is_code(filler) &&
			    !is_branch(filler) && !in_slot(filler)) {
				body[i] = body[filler]
				body[filler] = ""
			}
		} else if ($1 == "addiu" && address($2) != "") {
			split($2, field, ",")
			body[i] = "\tori\t" field[1] ",$0," field[3]
		}
	}
}

# ".mask 0x80030000,-4": home[] is where gcc has put which register, by its number.
# Returns how many of s0 to s8 it has saved, -1 if there is none at all or a gap.
function saved_registers(mask,	bit, n, at, digit) {
	delete home
	at = frame
	n = 0
	for (bit = 31; bit >= 16; bit--) {
		digit = index("0123456789abcdef", substr(mask, 10 - int(bit / 4), 1)) - 1
		if (int(digit / 2 ^ (bit % 4)) % 2 == 0)
			continue
		home[bit] = at -= 4
		n += bit != 31
	}
	for (bit = 0; bit < n; bit++)
		if (!(number(bit) in home))
			return -1
	return 31 in home ? n : -1
}

function number(n) { return n == 8 ? 30 : n + 16 }

# Where arch/mips/entry.c takes it from, counted from the frame's end
function place(reg) { return frame - (reg == 31 ? 4 : reg == 30 ? 40 : 8 + 4 * (reg - 16)) }

function move_places(op,	i, reg) {
	for (i = 1; i <= lines; i++) {
		reg = on_stack(i, op)
		if (reg in home && offset == home[reg])
			body[i] = "\t" op "\t$" reg "," place(reg) "($sp)"
	}
}

# Two instructions, which lead to what follows through the common code, and the rest of
# the frame. Only if all is saved at once, and first of all.
function share_begin(n,	i, k) {
	for (i = 1; i <= lines && !is_code(i); i++)
		if (body[i] ~ /^[$]L/)
			return
	if (n < 2 || body[i] != "\taddiu\t$sp,$sp,-" frame)
		return
	for (k = i + 1; k <= i + n + 1; k++)
		if (!(on_stack(k, "sw") in home))
			return
	for (k = i + 2; k <= i + n + 1; k++)
		body[k] = ""
	begins++
	body[i] = "\t.set\tnoat\n\tj\tknit_save_" n "\n" \
		"\tori\t$1,$0,%lo(knit_body_" begins ")\n\t.set\tat"
	body[i + 1] = "knit_body_" begins ":"
	if (frame != 40)
		body[i + 1] = body[i + 1] "\n\taddiu\t$sp,$sp,-" frame - 40
}

function share_end(n,	i, k) {
	for (i = 1; i < lines; i++) {
		if (body[i] != "\tjr\t$31" || body[i + 1] != "\taddiu\t$sp,$sp," frame)
			continue
		# loads up to here, from the last branch on, serve this end only
		for (k = i - 1; k && !is_branch(k) && !in_slot(k); k--)
			if (on_stack(k, "lw") in home)
				body[k] = ""
		body[i] = "\tj\tknit_restore_" n
		body[i + 1] = "\taddiu\t$sp,$sp," frame - 40
	}
}

function function_end(	i, n) {
	if (low && mips16 && is_known()) {
		collect()
		lines = 0
		return
	}
	if (low && !mips16) {
		drop_upper()
		n = saved_registers(mask)
		if (n >= 0) {
			move_places("sw")
			move_places("lw")
			share_begin(n)
			share_end(n)
		}
	}
	for (i = 1; i <= lines; i++) {
		if (mips16 && body[i] ~ /^\tjal\t/)
			is_global[substr(body[i], 6)] = 1
		if (body[i] != "")
			print body[i]
	}
	lines = 0
}

# A string: its label, and what follows
function keep_string() {
	if (is_label($0)) {
		string_name = name($0)
		string_list[++strings_known] = string_name
		is_list[string_name] = lists
		string[string_name] = ""
		bytes_of[string_name] = 0
		return
	}
	string[string_name] = string[string_name] $0 "\n"
	gsub(/^[^"]*"|"$/, "")
	gsub(/\\[0-7][0-7][0-7]|\\./, "x")
	bytes_of[string_name] += length($0)
}

$1 ~ /^\.(section|text|data|previous)$/ { strings = $2 ~ /^\.rodata.*\.str1\./; lists = 0 }
# all that gcc has no section for: strings with a NUL in them; gas makes it a multiple of 16
$1 == ".rdata" { strings = lists = 1; $0 = "\t.section\t.rodata.lists,\"a\",@progbits" }
strings && $1 == ".align" { next }
low && strings && /^(\$LC|\t\.ascii\t)/ { keep_string(); next }
$1 ~ /^\.(globl|weak)$/ { is_global[$2] = 1 }
$1 == ".set" && $2 ~ /^(no)?mips16$/ { mips16 = $2 == "mips16" }
$1 == ".ent" { inside = 1 }
inside { body[++lines] = $0 }
inside && /^\t[a-z].*[$](18|19|20|21|22|23|28|30)([^0-9]|$)/ { registers_used = 1 }
$1 == ".frame" { split($2, field, ","); frame = field[2] }
$1 == ".mask" { split($2, field, ","); mask = field[1] }
$1 == ".end" { inside = 0; function_end(); next }
low && mips16 && $1 == ".size" { next }
$1 == "#" && $2 == "call" {
	call_number[$3] = substr($4, 2) + $6
	call_list[++calls_known] = $3
	next
}
!inside { print }
END {
	if (count)
		squeeze_all()
	if (low)
		print_strings()
}
