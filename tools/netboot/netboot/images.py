# SPDX-License-Identifier: GPL-2.0-only
"""Images: from a registry, or an OCI layout on this machine, to a directory for NFS.

skopeo fetches, umoci unpacks. All happens in a directory beside the others, which gets its name
when it is complete: an image is there whole or not at all.
"""
import json
import os
import re
import shutil
import stat
import subprocess
import tempfile
import time

from .layout import NetbootError, replace_link
from .services import WITH_US

DIGEST = re.compile(r"sha256:([0-9a-f]{64})$", re.A)
ID_LENGTH = 24                  # hex digits of the digest: 96 bits
PARTIAL = ".part-"


class Images:
    """@source is where images are: a name for skopeo in which {model} is the model, such as
    docker://HOST/{model}-default:latest or oci:DIRECTORY:{model}.
    """

    def __init__(self, layout, source, say, plain_http=False):
        self.layout = layout
        self.source = source
        self.say = say
        self.plain_http = plain_http
        for rest in layout.images.glob(PARTIAL + "*"):
            shutil.rmtree(rest, ignore_errors=True)

    def of_model(self, model):
        """The image that nodes of this model get, None if it has to be fetched first."""
        link = self.layout.models / model
        if (link / "fs").is_dir():
            return os.path.basename(os.readlink(link))
        return None

    def obtain(self, model):
        """Fetch and unpack the newest image for a model. Takes minutes. Returns its id."""
        source = self.source.replace("{model}", model)
        began = time.monotonic()
        self.say(f"image {source}: fetching it")
        part = tempfile.mkdtemp(prefix=PARTIAL, dir=self.layout.images)
        try:
            image = self._copy(source, part)
            if not (self.layout.images / image / "fs").is_dir():
                self._unpack(source, part, model, image)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self._boots(self.layout.images / image / "fs", model, source)
        replace_link(self.layout.models / model, f"../tftp/images/{image}")
        self.say(f"image {source}: {image} is there after {time.monotonic() - began:.0f} s")
        return image

    def _copy(self, source, part):
        tls = ["--src-tls-verify=false"] if self.plain_http else []
        self._run(source, "skopeo", "--insecure-policy", "copy", *tls, source,
                  f"oci:{part}/oci:image")
        with open(f"{part}/oci/index.json", encoding="utf-8") as file:
            digest = json.load(file)["manifests"][0]["digest"]
        found = DIGEST.match(digest)
        if not found:
            raise NetbootError(f"image {source}: no digest that we know: {digest[:80]!r}")
        return found[1][:ID_LENGTH]

    def _unpack(self, source, part, model, image):
        self.say(f"image {source}: unpacking it")
        self._run(source, "umoci", "unpack", "--image", f"{part}/oci:image", f"{part}/bundle")
        ready = f"{part}/ready"
        os.mkdir(ready)
        os.rename(f"{part}/bundle/rootfs", f"{ready}/fs")
        self._boots(os.path.join(ready, "fs"), model, source)
        os.sync()               # the name may only be on disk when the content is
        os.rename(ready, self.layout.images / image)

    @staticmethod
    def _boots(root, model, source):
        """Whether a node can do something with it: these are what its loader asks for first. The
        servers that it asks are not root.
        """
        for name in ("start.ipxe", "kernel"):
            path = os.path.join(root, "boot", model, name)
            if os.path.isfile(path):
                if not os.stat(path).st_mode & stat.S_IROTH:
                    raise NetbootError(f"image {source}: boot/{model}/{name} is not readable "
                                       "for everybody")
                return
        raise NetbootError(f"image {source}: it has no boot/{model}/kernel")

    def _run(self, source, *command):
        """Each line that a program prints is shown."""
        lines = []
        try:
            with subprocess.Popen([*WITH_US, *command], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  errors="replace") as process:
                for line in process.stdout:
                    lines.append(line.strip())
                    self.say(f"image {source}: {command[0]}: {line.strip()}")
        except OSError as error:
            raise NetbootError(f"image {source}: {error}") from None
        if process.returncode:
            raise NetbootError(f"image {source}: {command[0]} failed: "
                               f"{lines[-1] if lines else f'status {process.returncode}'}")
