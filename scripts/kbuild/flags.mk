# SPDX-License-Identifier: GPL-2.0-only
#
# Compiler and linker flags, for gcc and clang. KBUILD_USERCFLAGS (-O2, -Wall,
# --target=) come before these and are the kernel's.

knit-nolibc := $(or $(KNIT_NOLIBC),$(srctree)/tools/include/nolibc)
knit-include := $(shell $(CC) -print-file-name=include)
knit-clang := $(CONFIG_CC_IS_CLANG)

# What each saves, in bytes, measured on a core of 4,224 on mipsel: MIPS16e 2,412; linker
# script and cut-off section headers 504, against ld's own layout and strip(1), 176 of
# them the headers; -fwhole-program 260; --gc-sections 144; packed strings 112; addresses of
# 16 bits 104 (router: 344); one segment instead of code and data in two 32; no check for a
# division by zero 8. On a router of 18,872: MIPS16e functions as one piece of code 748, of which
# entries for constant arguments 176, call stubs 152, ends in one place 128, constants in
# registers 56, branches for calls 32, slots 16, and constants within reach the rest. Without MIPS16e, on 6,212: addresses of 16 bits and shared ends 592.

# The CPU. The compiler's default may be another one than the kernel runs on, and
# a compiler for one byte order builds for both.
knit-endian-$(CONFIG_MIPS) := $(if $(CONFIG_CPU_BIG_ENDIAN),-EB,-EL)
knit-endian-$(CONFIG_ARM) := $(if $(CONFIG_CPU_BIG_ENDIAN),-mbig-endian,-mlittle-endian)
knit-endian-$(CONFIG_ARM64) := $(if $(CONFIG_CPU_BIG_ENDIAN),-mbig-endian,-mlittle-endian)

knit-cpu-$(CONFIG_MIPS) := -mabi=32 -mno-abicalls -fno-pic -G0 -msoft-float $(if $(knit-clang),,-mno-check-zero-division) \
	-march=$(if $(CONFIG_CPU_MIPS32_R1),mips32,$(if $(CONFIG_CPU_MIPSR6),mips32r6,mips32r2))
knit-cpu-$(CONFIG_ARM) := -mfloat-abi=soft \
	$(if $(CONFIG_CPU_V7),-march=armv7-a -mthumb,-march=armv5te -marm)
knit-cpu-$(CONFIG_ARM64) := -mgeneral-regs-only -mno-outline-atomics -mcmodel=tiny
knit-cpu-$(CONFIG_RISCV) := -march=rv64imac -mabi=lp64 $(if $(knit-clang),,-msave-restore)
knit-cpu-$(CONFIG_X86) := -m64 -mgeneral-regs-only -mno-red-zone -fcf-protection=none \
	$(if $(knit-clang),,-malign-data=abi)

# What gcc does for speed even with -Os: -64 bytes on that core, -16 to -300 elsewhere.
knit-small := $(if $(knit-clang),-Oz,-Os -fno-move-loop-invariants -fno-tree-loop-optimize \
	-fno-guess-branch-probability -Wno-maybe-uninitialized)

# gcc for MIPS: scripts/kbuild/squeeze.awk does what it has no option for. The flags are what
# a search among all that gcc has came to; those for code without MIPS16 leave the ends of
# functions in one piece.
knit-low := $(if $(knit-clang),,$(CONFIG_KNIT_LOW))
knit-tuned := -mtune=24kc -fno-tree-coalesce-vars -fno-schedule-insns2 $(call cc-option,-fno-ipa-modref) \
	$(if $(CONFIG_KNIT_MIPS16),-fno-shrink-wrap -fira-region=all -frename-registers -fno-ipa-cp,\
	-fno-optimize-sibling-calls)
knit-squeeze-$(CONFIG_MIPS) := $(if $(knit-clang),,$(knit-tuned) \
	-wrapper $(CONFIG_SHELL)$(comma)$(knit)/scripts/kbuild/squeeze$(comma)$(knit-low:y=1))

userccflags := $(knit-endian-y) $(knit-cpu-y) \
	-std=gnu11 $(knit-small) -ffreestanding -nostdinc -include $(objtree)/include/generated/autoconf.h \
	-I$(knit)/init -isystem $(knit-nolibc) -isystem $(objtree)/usr/include -isystem $(knit-include) \
	-fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident \
	-ffunction-sections -fdata-sections -fmerge-all-constants -fno-strict-aliasing \
	$(knit-squeeze-y) -Wall -Wextra $(if $(CONFIG_WERROR),-Werror)

# Debian's libgcc for riscv64 is of the ABI with floats. Its save-restore has none.
knit-ld-$(CONFIG_RISCV) := $(if $(knit-clang),,-Wl,--no-warn-mismatch)

# 16 KiB: the largest page that 32-bit MIPS has, and no less than vm.mmap_min_addr's 4,096
knit-ld-$(CONFIG_MIPS) := $(if $(knit-low),$(addprefix -Wl$(comma),--defsym=knit_base=0x4000 -zmax-page-size=0x4000))

# All of knit is more than most boots need: the rest of it is out of their way.
knit-lds := $(if $(CONFIG_KNIT_APART),$(obj)/knit.lds,$(knit)/arch/knit.lds)

userldflags := $(knit-endian-y) $(knit-cpu-y) $(knit-ld-y) -fno-pie $(if $(knit-clang),,-no-pie) \
	-static -nostartfiles -nolibc \
	-Wl,-T,$(knit-lds) -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,noexecstack \
	-Wl,-z,norelro $(addprefix -Wl$(comma),$(call ld-option,--no-warn-rwx-segments))
