import fs from "node:fs";
import { execa } from "execa";

/** Debian's packages that the cluster needs, by a program that each brings. */
const PACKAGES: Record<string, string> = {
  "etcd-server": "/usr/bin/etcd",
  containerd: "/usr/bin/containerd",
  runc: "/usr/sbin/runc",
  "containernetworking-plugins": "/usr/lib/cni/bridge",
  iptables: "/usr/sbin/iptables",
  iproute2: "/sbin/ip",
  openssl: "/usr/bin/openssl",
  curl: "/usr/bin/curl",
};

/** Installs what is missing. Needs root, as the cluster does. */
export async function installPackages(): Promise<void> {
  const missing = Object.entries(PACKAGES).flatMap(([name, file]) => (fs.existsSync(file) ? [] : [name]));
  if (missing.length === 0) return;
  // Services of the packages are not started: a policy says so to Debian's scripts.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await execa("apt-get", ["update"], { env });
  await execa("apt-get", ["install", "-y", "--no-install-recommends", ...missing], { env });
}
