import fs from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../lib/wait.ts";
import {
  deleteService,
  ensureSupervisor,
  getService,
  listServices,
  putService,
  startService,
  stopService,
  stopServices,
  tailLog,
} from "../client.ts";
import { identityOf, isAlive } from "../identity.ts";
import { readRecord } from "../store.ts";
import { gone, TestStack } from "../testing/stack.ts";
import { makeSupervisorProgram } from "../testing/supervisor-program.ts";

/** Says so and goes on for ever. */
const STAYS = `console.log("runs"); setInterval(() => {}, 1000);`;

let stack: TestStack;
const useStack = (inner?: string) => {
  stack = new TestStack(inner);
  return stack;
};

beforeAll(makeSupervisorProgram);
afterEach(() => stack.clear());

describe("a service", () => {
  it("runs with little environment, its secrets, its log and its own folder, and leaves nothing", async () => {
    const { dir } = useStack();
    const source = `console.log(JSON.stringify(process.env), process.cwd()); ${STAYS}`;
    await putService(dir, stack.script("one", source, { secretEnv: { KEY: "sesame" } }));
    const line = await until("its log", async () => (await tailLog(dir, "one"))[0], { deadline: 20 });
    const [json, folder] = [line.slice(0, line.lastIndexOf("}") + 1), line.split(" ").at(-1)];
    const env = JSON.parse(json);
    expect(Object.keys(env).sort()).toEqual(["HOME", "KEY", "LANG", "PATH", "TENSORA_SERVICE"]);
    expect(folder).toBe(stack.file("data", "one"));
    expect(fs.statSync(stack.file("services", "one.json")).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(await listServices(dir))).not.toContain("sesame");

    const [supervisor, service] = [stack.supervisor(), readRecord(dir, "one")?.process];
    await deleteService(dir, "one");
    expect(service && isAlive(service)).toBe(false);
    await gone(supervisor);
    expect(fs.readdirSync(dir)).toEqual(["data"]);
    expect(fs.readdirSync(stack.file("data"))).toEqual([]);
  });

  it("goes on when it is asked for again, and is restarted when it is asked for otherwise", async () => {
    const { dir } = useStack();
    const first = await putService(dir, stack.script("one", STAYS));
    expect((await putService(dir, stack.script("one", STAYS))).pid).toBe(first.pid);
    const other = await putService(dir, stack.script("one", `${STAYS} 1;`));
    expect(other.pid).not.toBe(first.pid);
  });

  it("stays stopped until it is started, and is what it was then", async () => {
    const { dir } = useStack();
    const { digest } = await putService(dir, stack.script("one", STAYS));
    await stopService(dir, "one");
    await stopService(dir, "one");
    expect(await getService(dir, "one")).toMatchObject({ state: "stopped", digest });
    await startService(dir, "one");
    expect(await getService(dir, "one")).toMatchObject({ state: "running", digest, restarts: 0 });
    await expect(stopService(dir, "two")).rejects.toThrow("no two");
    await expect(startService(dir, "two")).rejects.toThrow("there is no service two");
  });

  it("is started again after a kill, and what it has left of children is killed", async () => {
    const { dir } = useStack();
    const source = `const c = require("child_process").spawn("sleep", ["1000"]); console.log("child", c.pid); ${STAYS}`;
    await putService(dir, stack.script("one", source));
    const child = await until(
      "the child",
      async () => /child (\d+)/.exec((await tailLog(dir, "one"))[0] ?? "")?.[1],
      {
        deadline: 20,
      },
    );
    const former = await stack.pid("one");
    await stack.killService("one");
    const status = await until(
      "a restart",
      async () => {
        const [now] = await listServices(dir);
        return now?.state === "running" && now.pid !== former ? now : undefined;
      },
      { deadline: 20 },
    );
    expect(status).toMatchObject({ restarts: 1, lastExit: { signal: "SIGKILL", code: null } });
    expect(identityOf(Number(child))).toBeUndefined();
  });

  it("that ends again and again stops in a crash loop, and is tried anew when it is asked for", async () => {
    const { dir } = useStack();
    await putService(dir, stack.script("one", `console.log("no chain"); process.exit(3)`));
    const status = await stack.reaches("one", "crash-loop");
    expect(status).toMatchObject({ restarts: 4, lastExit: { code: 3, phase: "run" } });
    expect(await tailLog(dir, "one", 2)).toEqual(["no chain", "no chain"]);
    expect(await tailLog(dir, "one")).toHaveLength(5);
    await putService(dir, stack.script("one", STAYS));
    await stack.reaches("one", "running");
  });

  it("whose program is missing says so", async () => {
    const { dir } = useStack();
    const status = await putService(dir, stack.script("one", "", { program: "/no/such/program" }));
    expect(status).toMatchObject({
      state: "crash-loop",
      lastExit: { problem: expect.stringContaining("ENOENT") },
    });
  });

  it("is asked to end before it is killed", async () => {
    const { dir } = useStack();
    const polite = `process.on("SIGTERM", () => { console.log("flushed"); process.exit(0); }); ${STAYS}`;
    const deaf = `process.on("SIGTERM", () => {}); ${STAYS}`;
    await putService(dir, stack.script("polite", polite));
    await putService(dir, stack.script("deaf", deaf, { stop: { order: 2, grace: 0.3, signal: "SIGTERM" } }));
    for (const name of ["polite", "deaf"]) {
      await until(`${name} to listen to signals`, async () => (await tailLog(dir, name)).includes("runs"), {
        deadline: 20,
      });
    }
    const supervisor = stack.supervisor();
    await stopServices(dir);
    await gone(supervisor);
    const [deafNow, politeNow] = await listServices(dir);
    expect(politeNow).toMatchObject({ state: "stopped", lastExit: { code: 0 } });
    expect(deafNow).toMatchObject({ state: "stopped", lastExit: { signal: "SIGKILL" } });
    expect(await tailLog(dir, "polite")).toEqual(["runs", "flushed"]);
    const times = [politeNow, deafNow].map((status) => status?.lastExit?.at ?? "");
    expect([...times].sort()).toEqual(times);
  });
});

describe("an init", () => {
  const init = (source: string) => ({ init: { args: ["-e", source] } });
  const MAKES = `require("fs").appendFileSync("chain", "x")`;

  it("runs once, and the folder stays when the service is deleted", async () => {
    const { dir } = useStack();
    await putService(dir, stack.script("one", STAYS, init(MAKES)));
    await putService(dir, stack.script("one", `${STAYS} 1;`, init(MAKES)));
    await deleteService(dir, "one");
    expect(fs.readFileSync(stack.file("data", "one", "chain"), "utf8")).toBe("x");
  });

  it("that fails is told, and done again in an emptied folder", async () => {
    const { dir } = useStack();
    const fails = await putService(dir, stack.script("one", STAYS, init(`${MAKES}; process.exit(4)`)));
    expect(fails).toMatchObject({ state: "init-failed", lastExit: { code: 4, phase: "init" } });
    await putService(dir, stack.script("one", STAYS, init(MAKES)));
    expect(fs.readFileSync(stack.file("data", "one", "chain"), "utf8")).toBe("x");
  });

  it("that a killed supervisor has left is ended and done again in an emptied folder", async () => {
    const { dir } = useStack();
    const hangsOnce = `const fs = require("fs"), first = !fs.existsSync("../../tried"); ${MAKES};
      fs.appendFileSync("../../tried", process.pid + " "); if (first) setInterval(() => {}, 1000)`;
    const asked = putService(dir, stack.script("one", STAYS, init(hangsOnce)));
    const tried = stack.file("tried");
    await until("the init", async () => fs.existsSync(tried) && fs.statSync(tried).size > 0, {
      deadline: 20,
    });
    const left = identityOf(Number.parseInt(fs.readFileSync(tried, "utf8"), 10));
    await stack.kill(stack.supervisor());
    // The client gives its request to the next supervisor.
    expect(await asked).toMatchObject({ state: "running" });
    expect(left && isAlive(left)).toBe(false);
    expect(fs.readFileSync(stack.file("data", "one", "chain"), "utf8")).toBe("x");
  });

  it("is not waited for by whoever deletes the service", async () => {
    const { dir } = useStack();
    const asked = putService(dir, stack.script("one", STAYS, init(`${MAKES}; setInterval(() => {}, 1000)`)));
    await until("the init", async () => fs.existsSync(stack.file("data", "one", "chain")), { deadline: 20 });
    const [status] = await Promise.all([asked, deleteService(dir, "one")]);
    expect(status).toMatchObject({ state: "init-failed", lastExit: { signal: "SIGKILL" } });
    expect(await listServices(dir)).toEqual([]);
  });
});

describe("a supervisor", () => {
  it("is one, however many ask for it at once", async () => {
    const { dir } = useStack(
      "/a-folder-of-a-stack-with-a-name-that-is-longer-than-the-address-of-a-socket-may-be/on-this-machine",
    );
    const names = ["a", "b", "c", "d"];
    await Promise.all(names.map((name) => putService(dir, stack.script(name, STAYS))));
    expect((await listServices(dir)).map((s) => [s.name, s.state])).toEqual(names.map((n) => [n, "running"]));
  });

  it("leaves its services running when it is killed, and the next one goes on with them", async () => {
    const { dir } = useStack();
    const descriptor = stack.script("one", STAYS);
    const { pid } = await putService(dir, descriptor);
    await stack.kill(stack.supervisor());
    expect(await listServices(dir)).toMatchObject([{ state: "running", supervised: false, pid }]);
    await ensureSupervisor(dir);
    expect(await listServices(dir)).toMatchObject([{ state: "running", supervised: true, pid }]);
    await stack.killService("one");
    await until("a restart", async () => (await listServices(dir))[0]?.restarts === 1, { deadline: 20 });
  });

  it("finds a process that its predecessor could not record any more", async () => {
    const { dir } = useStack();
    const { pid } = await putService(dir, stack.script("one", STAYS));
    await stack.kill(stack.supervisor());
    fs.rmSync(stack.file("run", "one.service.json"));
    await ensureSupervisor(dir);
    expect(await listServices(dir)).toMatchObject([{ state: "running", pid }]);
  });

  it("starts what is dead only when it is asked to", async () => {
    const { dir } = useStack();
    const descriptor = stack.script("one", STAYS);
    await putService(dir, descriptor);
    const service = readRecord(dir, "one")?.process;
    await stack.kill(stack.supervisor());
    if (service) await stack.kill(service);
    expect(await listServices(dir)).toMatchObject([{ state: "dead" }]);
    await ensureSupervisor(dir);
    expect(await listServices(dir)).toMatchObject([{ state: "dead", supervised: true }]);
    expect(await putService(dir, descriptor)).toMatchObject({ state: "running" });
  });

  it("does not take another process for its own when a number is given away again", async () => {
    const { dir } = useStack();
    await putService(dir, stack.script("one", STAYS));
    await stack.kill(stack.supervisor());
    await stack.killService("one");
    const file = stack.file("run", "one.service.json");
    const record = JSON.parse(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, JSON.stringify({ ...record, process: { ...record.process, pid: process.pid } }));
    expect(await listServices(dir)).toMatchObject([{ state: "dead" }]);
    await deleteService(dir, "one");
  });

  it("ends what it supervises when somebody removes the stack's folder", async () => {
    const { dir } = useStack();
    await putService(dir, stack.script("one", STAYS));
    const [supervisor, service] = [stack.supervisor(), readRecord(dir, "one")?.process];
    fs.rmSync(dir, { recursive: true });
    await gone(supervisor);
    expect(service && isAlive(service)).toBe(false);
    expect(fs.existsSync(dir)).toBe(false);
  });

  it("hands its services over to one with newer code", async () => {
    const { dir } = useStack();
    const { pid } = await putService(dir, stack.script("one", STAYS));
    const former = stack.supervisor();
    const file = stack.file("run", "supervisor.json");
    fs.writeFileSync(file, JSON.stringify({ process: former, code: "older" }));
    await ensureSupervisor(dir);
    expect(isAlive(former)).toBe(false);
    expect(await listServices(dir)).toMatchObject([{ state: "running", supervised: true, pid }]);
  });
});
