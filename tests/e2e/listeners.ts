import fs from "node:fs/promises";

/** State of a socket that waits for connections: https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html */
const LISTEN = "0A";
/** The loopback address of a socket table, IPv4 and IPv6. */
const LOOPBACK = ["0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"];

/** What processes wait for connections at, by the addresses of the kernel's tables. */
async function listening(pids: readonly number[]): Promise<string[]> {
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => fs.readFile(`/proc/net/${name}`, "utf8")));
  const byInode = new Map(
    tables
      .flatMap((table) => table.trim().split("\n").slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === LISTEN)
      .map(([, local = "", , , , , , , , inode = ""]) => [inode, local] as const),
  );
  const sockets = await Promise.all(pids.map(socketsOf));
  return sockets.flat().flatMap((inode) => byInode.get(inode) ?? []);
}

async function socketsOf(pid: number): Promise<string[]> {
  const dir = `/proc/${pid}/fd`;
  const files = await fs.readdir(dir).catch(() => []);
  const links = await Promise.all(files.map((file) => fs.readlink(`${dir}/${file}`).catch(() => "")));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** The ports that these processes wait for connections at. */
export const portsOf = async (pids: readonly number[]): Promise<number[]> =>
  (await listening(pids)).map((local) => Number.parseInt(local.split(":")[1] ?? "", 16));

/** How many sockets of these processes wait for connections on loopback, and those that wait elsewhere. */
export async function listeners(pids: readonly number[]): Promise<{ loopback: number; elsewhere: string[] }> {
  const all = await listening(pids);
  const elsewhere = all.filter((local) => !LOOPBACK.includes(local.split(":")[0] ?? ""));
  return { loopback: all.length - elsewhere.length, elsewhere };
}
