# SPDX-License-Identifier: GPL-2.0-only
#
# MIPS16: calls.

# Where a call or a branch without condition leads
function goes_to(line) { return line ~ /^\t(jal|b)\t/ ? substr(line, line ~ /^\tb/ ? 4 : 6) : "" }

# Line i calls a function: where register reg gets the constant that it is called with, and
# nothing else, 0 if it does not. A constant in the slot is -1.
function setter(i, reg,	k) {
	if (i in slot && names(slot[i], reg))
		return slot[i] ~ ("^\tli\t[" substr(reg, 1, 1) "]" substr(reg, 2) ",[0-9]+$") ? -1 : 0
	for (k = i - 1; k; k--) {
		if (text[k] == "")
			continue
		if (is_label(text[k]) || text[k] ~ /^\t[bj]/ || k in slot)
			return 0
		if (names(text[k], reg))
			return text[k] ~ ("^\t(li|lit)\t[" substr(reg, 1, 1) "]" substr(reg, 2) ",[^(]+$") ? k : 0
	}
	return 0
}

# Functions that are often called with the same constant get an entry that sets it.
function share_arguments(	i, k, r, line, key, best, most, gain, part, entry, entries, here) {
	for (i = 1; i <= calls_known; i++)
		here[call_list[i]] = 1
	for (i = 1; i <= count; i++)
		if (is_function(text[i]))
			here[name(text[i])] = 1
	do {
		delete gain
		for (i = 1; i <= count; i++) {
			if (text[i] !~ /^\tjal\t/ || !(goes_to(text[i]) in here))
				continue
			for (r = 4; r < 8; r++) {
				k = setter(i, "$" r)
				if (!k)
					continue
				line = k < 0 ? slot[i] : text[k]
				key = goes_to(text[i]) "\n" r "\n" line
				if (!(key in gain))
					gain[key] = line ~ /lit/ ? -8 : -4
				gain[key] += line ~ /lit/ ? 3 : 2
			}
		}
		most = 3
		for (key in gain)
			if (gain[key] > most || gain[key] == most && key < best) {
				most = gain[key]
				best = key
			}
		if (most > 3) {
			split(best, part, "\n")
			entry = "knit_with_" ++entries
			here[entry] = 1
			for (i = 1; i <= count; i++) {
				if (text[i] != "\tjal\t" part[1])
					continue
				k = setter(i, "$" part[2])
				if (k < 0 && slot[i] == part[3])
					delete slot[i]
				else if (k > 0 && text[k] == part[3])
					text[k] = ""
				else
					continue
				text[i] = "\tjal\t" entry
			}
			before_function[part[1]] = before_function[part[1]] " " entry
			first_line[entry] = part[3]
		}
	} while (most > 3)
	add_entries()
}

# The entries stand before the functions that they lead to.
function add_entries(	i, old, old_slot, lines, callee) {
	lines = count
	for (i = 1; i <= lines; i++) {
		old[i] = text[i]
		if (i in slot)
			old_slot[i] = slot[i]
		delete slot[i]
	}
	count = 0
	for (i = 1; i <= calls_known; i++)
		add_entry(call_list[i])
	for (i = 1; i <= lines; i++) {
		if (is_label(old[i]))
			add_entry(name(old[i]))
		add(old[i])
		if (i in old_slot)
			slot[count] = old_slot[i]
		if (goes_to(old[i]) != "")
			add("")
	}
}

function add_entry(callee,	n, list, i) {
	n = split(before_function[callee], list, " ")
	for (i = 1; i <= n; i++) {
		add_entry(list[i])
		add(list[i] ":")
		add(first_line[list[i]])
		add("\tb\t" callee)
	}
}

# The next line with something in it
function next_line(i) {
	for (i++; i <= count && text[i] == ""; i++)
		;
	return i
}

# An instruction with what is in its slot. To look at slot[i] itself would make one.
function slot_of(i) { return i in slot ? slot[i] : "" }
function whole(i) { return text[i] slot_of(i) }
function is_function(line) { return line ~ /^[^$\t].*:$/ }

# A call at a function's end becomes a branch. Its frame must hold nothing but registers: else
# the callee might get an address in it, or arguments. That is shorter where the callee is near,
# or the call's slot was empty.
function end_in_calls(	i, first_one, at, line_of) {
	for (i = 1; i <= count; i++)
		if (is_function(text[i]) && !(name(text[i]) in is_global))
			at[name(text[i])] = place_of[i]
		else if (is_label(text[i]))
			line_of[name(text[i])] = i
	for (first_one = 1; first_one <= count; first_one = i) {
		for (i = first_one + 1; i <= count && !is_function(text[i]); i++)
			;
		if (keeps_registers_only(first_one, i)) {
			for (i = first_one + 1; i <= count && !is_function(text[i]); i++)
				if (text[i] ~ /^\tjal\t/ && goes_to(text[i]) in at)
					end_in_call(i, at[goes_to(text[i])] - place_of[i], line_of)
			drop_frame(first_one, i)
		}
	}
}

function keeps_registers_only(from, to) {
	for (; from < to; from++)
		if (whole(from) ~ /[$]sp/ && whole(from) !~ /^[^$]*[$][^$]*[(][$]sp[)]$|^\tjal.*\tlw\t[^(]*[(][$]sp[)]$/ ||
		    whole(from) ~ /\tsw\t[^(]*[(][$]sp/)
			return 0
	return 1
}

# Line i is a call. The line behind it is empty: calls.awk leaves one.
function end_in_call(i, distance, line_of,	k, end) {
	k = end = next_line(i)
	if (text[k] ~ /^\tb\t[$]L/)
		end = next_line(line_of[goes_to(text[k])])
	if (text[end] !~ /^\trestore\t.*,[$]31$/ || text[next_line(end)] != "\tjr\t$31")
		return
	if (i in slot && (distance < -1900 || distance > 1900))
		return
	text[i + 1] = text[end]
	if (k == end) {
		text[k] = ""
		k = next_line(k)
	}
	text[k] = "\tb\t" goes_to(text[i])
	text[i] = slot_of(i)
	delete slot[i]
}

# Nobody comes back to a function that has no other calls.
function drop_frame(from, to,	i) {
	if (text[next_line(from)] !~ /^\tsave\t[0-9]+,[$]31$/)
		return
	for (i = from; i < to; i++)
		if (whole(i) ~ /\tjalr?\t|[$]sp/)
			return
	for (i = from; i < to; i++)
		if (text[i] ~ /^\t(save|restore)\t/)
			text[i] = ""
}

# System calls: "sys_close: li $2,NUMBER; b common", of those that are called, and for a call
# from one place only the number in the slot of a call of the common code. Numbers above 255
# lead there by another 255. The common code is no MIPS16, which has no `syscall`. What the
# stubs do not touch is the stack pointer: arguments 5 to 7 lie above it.
function add(line) { text[++count] = line }

function make_calls(	i, k, callee, n, calls, user, far) {
	for (i = 1; i <= count; i++) {
		callee = text[i] ~ /^\tlit\t/ ? literal(text[i]) : goes_to(text[i])
		if (!(callee in call_number))
			continue
		calls[callee] += text[i] ~ /^\tjal/ && text[i + 1] == "" ? 1 : 2
		user[callee] = i
	}
	for (k = 1; k <= calls_known; k++) {
		callee = call_list[k]
		if (!(callee in calls))
			continue
		n = call_number[callee] - 4000
		far = n > 255 ? "_far" : ""
		if (far)
			n -= 255
		i = user[callee]
		if (calls[callee] == 1) {
			if (i in slot) {
				text[i] = slot[i]
				delete slot[i++]
			}
			text[i] = "\tjal\tknit_call" far
			slot[i] = "\tli\t$2," n
		} else {
			add(callee ":")
			add("\tli\t$2," n)
			add("\tb\tknit_call" far)
		}
	}
	add("knit_call_far:")
	add("\taddiu\t$2,255")
	add("knit_call:")
	add("\tli\t$3,%lo(knit_syscall)")
	add("\tjr\t$3")
}

function print_call() {
	print "\t.align\t2\n\t.set\tnomips16\n\t.set\tnoreorder\n" \
		"knit_syscall:\n\taddiu\t$2,$2,4000\n\tsyscall\n\tsubu\t$3,$0,$2\n" \
		"\tjr\t$31\n\tmovn\t$2,$3,$7\n\t.set\treorder\n\t.set\tmips16"
}

