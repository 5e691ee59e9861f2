# SPDX-License-Identifier: GPL-2.0-only
#
# Stand-alone front end: chooses CPU, compiler and output folder, and leaves the
# work to scripts/. Inside a kernel tree this file is not used (see Kbuild).

MAKEFLAGS += --no-print-directory -rR
SHELL := /bin/sh
knit-src := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))

# CPU, from ARCH and the compiler where those are given
cpu-of-mips = $(if $(filter mipsel%,$(shell $(or $(CC),$(CROSS_COMPILE)gcc) -dumpmachine)),mipsel,mips)
cpu-of-arm := arm
cpu-of-arm64 := arm64
cpu-of-riscv := riscv64
cpu-of-x86 := x86_64
cpu-of-x86_64 := x86_64
ifdef ARCH
CPU ?= $(or $(cpu-of-$(ARCH)),$(error ARCH=$(ARCH): one of mips arm arm64 riscv x86))
endif
CPU ?= mipsel

cross-mipsel := mipsel-linux-gnu-
cross-mips := mips-linux-gnu-
cross-arm := arm-linux-gnueabihf-
cross-arm64 := aarch64-linux-gnu-
cross-riscv64 := riscv64-linux-gnu-
cross-x86_64 := $(if $(filter x86_64,$(shell uname -m)),,x86_64-linux-gnu-)
CROSS_COMPILE ?= $(cross-$(CPU))

# PROFILE=name: configs/name_defconfig in build/name-CPU. Without it the
# configuration is what menuconfig or a defconfig left in O.
ifdef PROFILE
O ?= build/$(PROFILE)-$(CPU)
endif
O ?= build

tests := boot check bench docs
builds := all menuconfig nconfig oldconfig olddefconfig savedefconfig \
	$(notdir $(wildcard $(knit-src)/configs/*_defconfig))

PHONY := $(builds) $(tests) size style setup install clean help
.PHONY: $(PHONY)

all:

export PROFILE CPU CROSS_COMPILE MIPS16E KDIR KERNEL UAPI NOLIBC LLVM V
$(builds):
	@$(MAKE) -f $(knit-src)/scripts/kbuild/Makefile O='$(abspath $(O))' $@

$(tests) size setup:
	@$(knit-src)/scripts/$@

clean:
	rm -rf $(O)
