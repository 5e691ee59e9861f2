# SPDX-License-Identifier: GPL-2.0-only
#
# MIPS16: where constants lie. An instruction of 2 bytes reaches a word, or a string that
# lies at a word's beginning, up to 1,020 bytes behind itself. So the strings lie between
# the functions, and with them the words that are needed more than once.

# "\tlit\t$4,VALUE"
function literal(line) { return substr(line, index(line, ",") + 1) }

# What a group of constants can be reached from: estimates are a little wrong
function in_reach(from, to, room) { return to - from + room < 960 }

# In which group each "lit" finds its constant, and behind which line each group lies.
function find_groups(	i, last_place, next_end, later, room, oldest, seen) {
	delete uses
	delete best_group
	delete behind
	delete group
	later = place_of[count + 1]
	last_place[count] = next_end[count] = later
	for (i = count - 1; i; i--) {
		last_place[i] = last_place[i + 1]
		next_end[i] = next_end[i + 1]
		if (is_end(text[i + 1]))
			next_end[i] = place_of[i + 2]
		if (is_label(text[i + 1]) && text[i + 1] !~ /^\$/)
			ends[i] = 1
		if (i in ends)
			last_place[i] = place_of[i + 1]
	}
	ends[count] = 1
	groups = 1
	oldest = -1
	room = 0
	for (i = 1; i <= count; i++) {
		if (text[i] ~ /^\tlit\t/) {
			value = literal(text[i])
			group[i] = groups
			uses[groups, value]++
			if (oldest < 0)
				oldest = place_of[i]
			if (uses[groups, value] == 1)
				room += value in string ? bytes_of[value] + 1 : 4
			if (value in string && (!(value in best_group) || uses[best_group[value], value] < uses[groups, value]))
				best_group[value] = groups
		}
		if (oldest < 0 || i < count && !(i in ends) && !is_end(text[i]))
			continue
		if (i < count) {
			later = i in ends ? last_place[i + 1] : last_place[i]
			if (in_reach(oldest, later, room))
				continue
			if (!(i in ends) && in_reach(oldest, next_end[i], room))
				continue
		}
		behind[i] = groups++
		oldest = -1
		room = 0
	}
}

# How a constant is loaded: "la", "lw" or "li"
function way(g, value) {
	if (value in string && best_group[value] == g)
		return "la"
	if (uses[g, value] > 2 || !(value ~ /^[$a-zA-Z_]/ && fits(value) || value ~ /^[0-9]+$/ && value + 0 < 65536))
		return "lw"
	return "li"
}

# The next string of the group: where a word begins, one that is used often; else one that
# ends where a word ends.
function choose(n, list, at,	i, best, score, most) {
	most = -1
	for (i = 1; i <= n; i++) {
		if (!(i in list))
			continue
		score = at ? ((at + bytes_of[list[i]]) % 4 == 0) * 8 + 4 - uses[best_group[list[i]], list[i]] : \
			uses[best_group[list[i]], list[i]] * 8 + (bytes_of[list[i]] % 4 == 0) * 4
		if (score > most) {
			most = score
			best = i
		}
	}
	return best
}

function pack_group(g,	i, n, list, done, at, k) {
	n = at = 0
	for (i = 1; i <= count; i++) {
		if (group[i] != g)
			continue
		value = literal(text[i])
		if (value in done)
			continue
		done[value] = 1
		if (way(g, value) == "lw")
			words[g] = words[g] " " value
		else if (way(g, value) == "la")
			list[++n] = value
	}
	for (i = n; i; i--) {
		k = choose(n, list, at % 4)
		if (at % 4 && (at + bytes_of[list[k]]) % 4 && uses[g, list[k]] > 1) {
			packed[g] = packed[g] " -" 4 - at % 4
			at += 4 - at % 4
		}
		packed[g] = packed[g] " " list[k]
		if (at % 4 == 0)
			aligned[list[k]] = 1
		at += bytes_of[list[k]]
		delete list[k]
	}
	odd[g] = at % 2
}

function print_group(g,	i, n, list) {
	n = split(words[g] packed[g], list, " ")
	if (n)
		print "\t.align\t2"
	n = split(words[g], list, " ")
	for (i = 1; i <= n; i++)
		print "\t.type\t$LW" g "_" i ",@object\n$LW" g "_" i ":\t.word\t" list[i]
	n = split(packed[g], list, " ")
	for (i = 1; i <= n; i++)
		if (list[i] ~ /^-/)
			print "\t.space\t" substr(list[i], 2)
		else
			print "\t.type\t" list[i] ",@object\n" list[i] ":" string[list[i]]
	if (n && odd[g])
		print "\t.byte\t0"
}

# The instruction for a "lit"
function load(i,	value, reg, how, n, list) {
	value = literal(text[i])
	reg = substr(text[i], 6, index(text[i], ",") - 6)
	how = way(group[i], value)
	if (how == "la")
		return "\tla\t" reg "," value
	if (how == "li")
		return value ~ /^[0-9]/ ? "\tli\t" reg "," value : "\tli\t" reg ",%lo(" value ")"
	n = split(words[group[i]], list, " ")
	while (list[n] != value)
		n--
	return "\tlw\t" reg ",$LW" group[i] "_" n
}

# Which register an instruction writes, "" for none. Only of these kinds is one moved.
function target(line) {
	if (line !~ /^\t(addiu|addu|subu|move|li|la|l[bhw]u?|s[bhw]|sll|srl|sra)\t[$]([2-7]|1[67]|2[45]),/)
		return "?"
	return line ~ /^\ts[bhw]\t/ ? "" : substr(line, index(line, "$"), index(line, ",") - index(line, "$"))
}

function names(line, reg) { return reg != "" && (index(line ",", reg ",") || index(line, "(" reg ")")) }

# Whether line may go behind line "over": neither needs what the other one writes
function may_pass(line, over) {
	return target(over) != "?" && target(over) != "" && over !~ /^\tl[bhw]u?\t.*[(]/ && \
		!names(over, target(line)) && !names(line, target(over))
}

# A call's slot is filled with an instruction from before it, if that has 2 bytes and stands in
# front of others, if at all, that have nothing to do with it: gas takes the last one or none.
function fill_slot(i,	k, n, over) {
	n = 0
	for (k = i - 1; k && n < 4; k--) {
		if (k + 1 in joined || k in behind || k in slot || text[k] != "" && target(text[k]) == "?")
			return
		if (text[k] == "")
			continue
		if (text[k] !~ /[$](31|sp),/ && is_short(text[k])) {
			for (over = k + 1; over < i; over++)
				if (text[over] != "" && !may_pass(text[k], text[over]))
					break
			if (over == i) {
				slot[i] = text[k]
				text[k] = ""
				return
			}
		}
		n++
	}
}

# Is this line sure to have 2 bytes, and fit for a slot? What is relative to the program counter
# is not: qemu 7.2 takes it from a wrong one there, if the call is not at a word's beginning.
function is_short(line) { return line !~ /%lo|^\tla\t|^\tlw\t[^(]*$/ && bytes(line) == 2 }

# Registers that gcc uses nowhere hold the constants that are loaded most often: then 2 bytes
# are enough everywhere, in a slot too. knit_start sets them, for 6 bytes each.
function hold_constants(	n, free, i, k, value, values, list, gain, how, best) {
	n = registers_used ? 0 : split("$18 $19 $20 $21 $22 $23 $28 $30", free, " ")
	values = 0
	for (i = 1; i <= count; i++) {
		if (text[i] !~ /^\tlit\t/)
			continue
		value = literal(text[i])
		how = way(group[i], value)
		if (!(value in gain)) {
			list[++values] = value
			gain[value] = -6
		}
		if (way(0, value) != "lw")
			gain[value] += how == "li" ? 2 : how == "lw" ? 4 / uses[group[i], value] : 0
	}
	for (k = 1; k <= n; k++) {
		best = 0
		for (i = 1; i <= values; i++)
			if (gain[list[i]] >= 2 && (!best || gain[list[i]] > gain[list[best]]))
				best = i
		if (!best)
			break
		held[list[best]] = free[k]
		gain[list[best]] = 0
		start_code = start_code "\tli\t$2," (list[best] ~ /^[0-9]/ ? list[best] : "%lo(" list[best] ")") \
			"\n\tmove\t" free[k] ",$2\n"
	}
	for (i = 1; i <= count; i++)
		if (text[i] ~ /^\tlit\t/ && literal(text[i]) in held)
			text[i] = "\tmove\t" substr(text[i], 6, index(text[i], ",") - 5) held[literal(text[i])]
}

function place_literals(	i) {
	find_places()
	find_groups()
	hold_constants()
	find_places()
	find_groups()
	for (i = 1; i <= groups; i++)
		pack_group(i)
	for (i = 1; i <= count; i++)
		if (text[i] ~ /^\tlit\t/)
			text[i] = load(i)
	for (i = 1; i <= count; i++)
		if (text[i] ~ /^\tjal\t/ && !(i in slot))
			fill_slot(i)
	# only where `jal` leads must a word begin
	for (i = 1; i <= count; i++)
		if (text[i] ~ /^\tjal\t/)
			is_global[goes_to(text[i])] = 1
	print "\t.section\t.text.knit,\"ax\",@progbits\n\t.align\t2\n\t.set\tmips16"
	for (i = 1; i <= count; i++) {
		if (i in joined)
			print joined[i] ":"
		if (i in slot)
			print "\t.set\tnoreorder\n" text[i] "\n" slot[i] "\n\t.set\treorder"
		else if (is_label(text[i]) && text[i] !~ /^\$/)
			print (name(text[i]) in is_global ? "\t.align\t2\n" : "") "\t.type\t" name(text[i]) ",@function\n" text[i] (text[i] == "knit_start:" ? "\n" start_code : "")
		else if (text[i] != "")
			print text[i]
		if (i in behind)
			print_group(behind[i])
	}
}

# Strings that only tables name, and lists of them, which the linker may not take apart
function print_strings(	i, value, lists) {
	for (lists = 0; lists < 2; lists++) {
		print "\t.section\t" (lists ? ".rodata.lists,\"a\",@progbits" : \
			".rodata.str1.1,\"aMS\",@progbits,1")
		for (i = 1; i <= strings_known; i++) {
			value = string_list[i]
			if (is_list[value] == lists && !(value in best_group))
				print value ":" string[value]
		}
	}
}
