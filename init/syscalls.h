/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of system calls, for the stubs in arch/<cpu>/entry.c:
 * CALL(function, number), and CALL_AT(function, number) for a call whose first
 * argument is a directory, where the function has none and means AT_FDCWD. A stub
 * that nothing calls is dropped by the linker.
 *
 * 32-bit CPUs have the calls with 64-bit time under names of their own; the old
 * ones may be compiled out of a kernel (CONFIG_COMPAT_32BIT_TIME).
 */
#define STR_(x)	#x
#define STR(x)	STR_(x)

CALL(sys_accept4, __NR_accept4);
CALL(sys_add_key, __NR_add_key);
CALL(sys_bind, __NR_bind);
CALL(sys_chdir, __NR_chdir);
CALL(sys_chroot, __NR_chroot);
CALL(sys_clone, __NR_clone);
CALL(sys_close, __NR_close);
CALL(sys_connect, __NR_connect);
CALL(sys_dup3, __NR_dup3);
CALL(sys_execve, __NR_execve);
CALL(sys_execveat, __NR_execveat);
CALL(sys_exit, __NR_exit);
CALL(sys_fchdir, __NR_fchdir);
CALL(sys_fchmodat, __NR_fchmodat);
CALL(sys_fcntl, __NR_fcntl);
CALL(sys_finit_module, __NR_finit_module);
CALL(sys_flock, __NR_flock);
CALL(sys_ftruncate, __NR_ftruncate);
CALL(sys_getdents64, __NR_getdents64);
CALL(sys_getpid, __NR_getpid);
CALL(sys_getrandom, __NR_getrandom);
CALL(sys_ioctl, __NR_ioctl);
CALL(sys_kexec_load, __NR_kexec_load);
CALL(sys_keyctl, __NR_keyctl);
CALL(sys_kill, __NR_kill);
CALL(sys_lgetxattr, __NR_lgetxattr);
CALL(sys_listen, __NR_listen);
CALL(sys_lseek, __NR_lseek);
CALL(sys_memfd_create, __NR_memfd_create);
CALL(sys_lsetxattr, __NR_lsetxattr);
CALL(sys_mlock2, __NR_mlock2);
CALL(sys_mount, __NR_mount);
CALL(sys_pidfd_open, __NR_pidfd_open);
CALL(sys_pivot_root, __NR_pivot_root);
CALL(sys_read, __NR_read);
CALL(sys_recvfrom, __NR_recvfrom);
CALL(sys_reboot, __NR_reboot);
CALL(sys_rt_sigprocmask, __NR_rt_sigprocmask);
CALL(sys_sched_setscheduler, __NR_sched_setscheduler);
CALL(sys_sendto, __NR_sendto);
CALL(sys_sethostname, __NR_sethostname);
CALL(sys_setsid, __NR_setsid);
CALL(sys_setsockopt, __NR_setsockopt);
CALL(sys_shutdown, __NR_shutdown);
CALL(sys_socket, __NR_socket);
CALL(sys_statx, __NR_statx);
CALL(sys_swapoff, __NR_swapoff);
CALL(sys_swapon, __NR_swapon);
CALL(sys_symlinkat, __NR_symlinkat);
CALL(sys_sync, __NR_sync);
CALL(sys_sysinfo, __NR_sysinfo);
CALL(sys_umount2, __NR_umount2);
CALL(sys_uname, __NR_uname);
CALL(sys_unlinkat, __NR_unlinkat);
CALL(sys_wait4, __NR_wait4);
CALL(sys_write, __NR_write);
#ifdef __NR_kexec_file_load	/* mips has none */
CALL(sys_kexec_file_load, __NR_kexec_file_load);
#endif
#if __SIZEOF_LONG__ == 4
CALL(sys_clock_gettime, __NR_clock_gettime64);
CALL(sys_clock_settime, __NR_clock_settime64);
CALL(sys_mmap, __NR_mmap2);
CALL(sys_ppoll, __NR_ppoll_time64);
CALL(sys_rt_sigtimedwait, __NR_rt_sigtimedwait_time64);
CALL(sys_statfs64, __NR_statfs64);
CALL(sys_utimensat, __NR_utimensat_time64);
#else
CALL(sys_clock_gettime, __NR_clock_gettime);
CALL(sys_clock_settime, __NR_clock_settime);
CALL(sys_mmap, __NR_mmap);
CALL(sys_ppoll, __NR_ppoll);
CALL(sys_rt_sigtimedwait, __NR_rt_sigtimedwait);
CALL(sys_statfs, __NR_statfs);
CALL(sys_utimensat, __NR_utimensat);
#endif
#ifdef __mips__		/* the calls of before 2.6.16: no argument to set, smaller */
CALL(sys_mkdir, __NR_mkdir);
CALL(sys_mknod, __NR_mknod);
CALL(sys_open, __NR_open);
CALL(sys_readlink, __NR_readlink);
CALL(sys_rename, __NR_rename);
CALL(sys_rmdir, __NR_rmdir);
CALL(sys_symlink, __NR_symlink);
CALL(sys_unlink, __NR_unlink);
#else
CALL(sys_renameat2, __NR_renameat2);
CALL_AT(sys_mkdir, __NR_mkdirat);
CALL_AT(sys_mknod, __NR_mknodat);
CALL_AT(sys_open, __NR_openat);
CALL_AT(sys_readlink, __NR_readlinkat);
#endif
