import { controlOf } from "../../../runtimes/handle.ts";
import type { Settings } from "../settings.ts";
import type { Health } from "../state.ts";

/** How each service does. What runs it may be down itself: then it is dead. */
export function healthReader(services: Settings["services"]) {
  return async (): Promise<Health> => {
    const all = services.map(async ({ name, handle }) => {
      const condition = await controlOf(handle)
        .then((control) => control.condition(handle))
        .catch(() => "dead");
      return [name, condition] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  };
}
