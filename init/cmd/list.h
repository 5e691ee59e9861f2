/* SPDX-License-Identifier: GPL-2.0-only */
/* COMMAND(name, what is said of it, what does it) for each command that is configured. */
COMMAND("help", ", or one of these:", cmd_help)
COMMAND("status", ": how the boot went", cmd_status)
#ifdef CONFIG_KNIT_STATE
COMMAND("done", ": the boot was good, keep changes", cmd_good)
#elif defined(CONFIG_KNIT_OVERLAY)
COMMAND("done", ": the boot was good, keep changes", cmd_done)
#endif
#ifdef CONFIG_KNIT_LED
COMMAND("led", " STATE", cmd_led)
#endif
#ifdef CONFIG_KNIT_NETMSG_COMMAND
COMMAND("msg", " TEXT: broadcast it", cmd_msg)
#endif
#ifdef CONFIG_KNIT_PROBE
COMMAND("probe", " DEVICE: its type, UUID and label", cmd_probe)
#endif
#ifdef CONFIG_KNIT_FAILSAFE_FULL
COMMAND("boot", ": leave failsafe", cmd_boot)
COMMAND("mount", ": what the boot would mount", cmd_mount)
#endif
#ifdef CONFIG_KNIT_FAILSAFE_CONSOLE
COMMAND("mount", " DEVICE DIR TYPE [rw]", cmd_mount)
COMMAND("exec", " FILE [ARG...]", cmd_exec)
COMMAND("log", "", cmd_status)
COMMAND("mtd", " list", cmd_mtd)
COMMAND("reboot", "", cmd_reboot)
#endif
#ifdef CONFIG_KNIT_SWITCHINIT
COMMAND("switchinit", " [OPTION...] PROGRAM [ARG...]: alone, in RAM", cmd_switchinit)
#endif
#ifdef CONFIG_KNIT_KEXEC_COMMAND
COMMAND("kexec", " FILE [OPTION...]", cmd_kexec)
#endif
#ifdef CONFIG_KNIT_NETBOOT_COMMAND
COMMAND("netboot", " [-n] [INTERFACE]: boot from the network", cmd_netboot)
#endif
#ifdef CONFIG_KNIT_BACKUP
COMMAND("backup", " FILE: save the configuration", cmd_backup)
#endif
#ifdef CONFIG_KNIT_SLOTS
COMMAND("slot", " [try NAME]: which system is started", cmd_slot)
#endif
#ifdef CONFIG_KNIT_FIRSTBOOT
COMMAND("firstboot", " [-y] [-r] [-k]: back to what was flashed", cmd_firstboot)
#endif
COMMAND("version", "", cmd_version)
