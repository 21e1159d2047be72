import type * as k8s from "@kubernetes/client-node";

/** Why a pod is not ready. */
export interface Trouble {
  words: string;
  next: string;
  /** It does not get better by itself. */
  hopeless: boolean;
  /** The container that has something to say. */
  container?: string;
  /** Whether its former run has said it. */
  previous?: boolean;
}

/** Restarts after which a container is not expected to stay up. */
const RESTARTS = 2;

/** What keeps a pod from being ready, as the cluster says it; undefined while it is just on its way. */
export function troubleOf(pod: k8s.V1Pod): Trouble | undefined {
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (unscheduled) return unschedulable(unscheduled.message ?? "no node has room for it");
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const status of statuses) {
    const trouble = containerTrouble(status);
    if (trouble) return { ...trouble, container: status.name };
  }
  return undefined;
}

function unschedulable(message: string): Trouble {
  const volume = /persistentvolumeclaim|volume/i.test(message);
  return {
    words: `cannot be scheduled: ${message}`,
    next: volume
      ? "set runtime.storageClass to a class that can provision the volume (`kubectl get storageclass`)"
      : "free resources on a node, or lower the resources of the service",
    hopeless: false,
  };
}

function containerTrouble({
  state,
  lastState,
  restartCount,
  image,
}: k8s.V1ContainerStatus): Trouble | undefined {
  const { reason = "", message = "" } = state?.waiting ?? {};
  const ended = state?.terminated ?? lastState?.terminated;
  if (ended?.reason === "OOMKilled")
    return {
      words: "was killed: it needs more memory than its limit",
      next: "raise its resources.memoryMb",
      hopeless: true,
      previous: true,
    };
  if (/ImagePull|InvalidImageName/.test(reason))
    return {
      words: `has no image: ${image} cannot be pulled (${message || reason})`,
      next: "check that the cluster can reach runtime.imageRegistry and may pull from it",
      hopeless: reason !== "ErrImagePull",
    };
  if (/CreateContainer|RunContainer/.test(reason))
    return { words: `cannot be started: ${message || reason}`, next: "run `up` again", hopeless: true };
  if (reason === "CrashLoopBackOff" && restartCount >= RESTARTS)
    return {
      words: `keeps exiting, last with exit code ${ended?.exitCode}`,
      next: "check its last lines above and its flags in the stack file",
      hopeless: true,
      previous: true,
    };
  return undefined;
}
