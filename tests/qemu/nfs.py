# SPDX-License-Identifier: GPL-2.0-only
"""An NFS server, nfs-ganesha, at the other end of a board's network cable."""
import subprocess
import time

# /run is its own: neither the portmapper nor ganesha may meet the ones of this machine. ganesha
# ends if the portmapper does not answer yet.
START = """
mount -t tmpfs run /run && mkdir -p /run/rpcbind || exit
trap 'kill $portmapper $server; wait; exit' TERM
rpcbind -w -f & portmapper=$!
until rpcinfo -s >/dev/null 2>&1; do kill -0 $portmapper && sleep 0.1 || exit; done
ganesha.nfsd -F -f "$0" -L "$1" -N EVENT -p /run/ganesha.pid & server=$!
wait $server
"""
CONFIG = """
NFS_CORE_PARAM {{ Protocols = 3, 4; Enable_NLM = false; Enable_RQUOTA = false;
                 fsid_device = true; }}
NFSV4 {{ RecoveryRoot = {state}; Grace_Period = 1; Lease_Lifetime = 60;
        Only_Numeric_Owners = true; Minor_Versions = 0, 1, 2; }}
EXPORT {{ Export_Id = 1; Path = {path}; Pseudo = {path}; Access_Type = {access};
         Squash = No_Root_Squash; SecType = sys; Protocols = 3, 4; Transports = TCP;
         FSAL {{ Name = VFS; }} }}
"""
ADDRESS = "192.168.1.2"     # of a Lan
READY = 60                  # seconds


class Server:
    """Serves the folder @path to a Lan, by NFS 3 and 4; @folder: for what it keeps itself."""

    def __init__(self, lan, folder, path, access="RW"):
        self.lan = lan
        self.source = f"{ADDRESS}:{path}"
        self.state = folder / "ganesha"
        self.config = CONFIG.format(state=self.state, path=path, access=access)
        self.process = None

    def __enter__(self):
        self.state.mkdir(exist_ok=True)
        (self.state / "conf").write_text(self.config)
        log = self.state / "log"
        log.write_text("")
        self.process = self.lan.popen("unshare", "--mount", "sh", "-c", START, self.state / "conf",
                                      log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + READY
        while "NFS SERVER INITIALIZED" not in log.read_text():
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.__exit__()
                raise AssertionError(log.read_text())
            time.sleep(0.2)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
