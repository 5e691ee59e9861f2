# SPDX-License-Identifier: GPL-2.0-only
#
# Stand-alone front end: chooses CPU, compiler and output folder, and leaves the
# work to scripts/. Inside a kernel tree this file is not used (see Kbuild).

MAKEFLAGS += --no-print-directory -rR
SHELL := /bin/sh
knit-src := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))

# CPU, from ARCH and the compiler where those are given
machine = $(shell $(if $(filter default undefined,$(origin CC)),$(CROSS_COMPILE)gcc,$(CC)) -dumpmachine)
cpu-of-mips = $(if $(filter mipsel%,$(machine)),mipsel,mips)
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
ifeq ($(filter $(CPU),mipsel mips arm arm64 riscv64 x86_64),)
$(error CPU=$(CPU): one of mipsel mips arm arm64 riscv64 x86_64)
endif

# PROFILE=name: configs/name_defconfig in build/name-CPU. Without it the
# configuration is what menuconfig or a defconfig left in O.
O ?= $(if $(PROFILE),build/$(PROFILE)-$(CPU),build)
ifeq ($(wildcard $(knit-src)/configs/$(or $(PROFILE),core)_defconfig),)
$(error PROFILE=$(PROFILE): there is no configs/$(PROFILE)_defconfig)
endif

defconfigs := $(notdir $(wildcard $(knit-src)/configs/*_defconfig))
configs := menuconfig nconfig oldconfig olddefconfig savedefconfig $(defconfigs)
scripts := setup check size bench docs

.PHONY: all $(configs) $(scripts) boot panel node style install clean help

all $(configs):
	@$(MAKE) -f $(knit-src)/scripts/kbuild/Makefile O='$(abspath $(O))' \
		CPU='$(CPU)' CROSS_COMPILE='$(CROSS_COMPILE)' $@

# a fresh machine has nothing but git and make
boot panel node style $(filter-out setup,$(scripts)): setup

boot panel:
	@$(knit-src)/scripts/$@ $(BOARD) $(if $(APPEND),--append '$(APPEND)')

node:
	@$(knit-src)/scripts/$@ $(BOARD)

$(scripts):
	@$(knit-src)/scripts/$@

style:
	@$(knit-src)/scripts/check-style

DESTDIR ?=
install: all
	install -D -m 755 $(O)/knit $(DESTDIR)/sbin/knit
	@man=$(knit-src)/Documentation/knit.8; [ ! -e $$man ] || \
		install -D -m 644 $$man $(DESTDIR)/usr/share/man/man8/knit.8

# Of a folder that somebody else chose only what we made there
clean:
ifeq ($(origin O),file)
	rm -rf $(O)
else
	@[ ! -L $(O)/source/usr/knit ] || { set -x; cd $(O) && \
		rm -rf knit usr source scripts include .config .config.old defconfig; }
endif

help:
	@sed '1d; s/@DEFCONFIGS@/$(defconfigs)/' $(knit-src)/scripts/kbuild/help.txt
