# SPDX-License-Identifier: GPL-2.0-only
"""Server side of the network boot: what stands around dnsmasq, nginx, nfs-ganesha and skopeo."""
