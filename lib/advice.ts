/** Commands that are about no stack. */
const STACKLESS = ["test", "soak", "bench", "doctor", "images", "config schema", "contracts gas"];

/**
 * Names the stack in every command that a text advises: what is copied from a message must be about the stack that the
 * message is about, whatever the default is.
 */
export const namingStack = (text: string, stack: string): string =>
  text.replace(/`\.\/tensora ([^`]+)`/g, (advised, command: string) => {
    const none = STACKLESS.some((words) => command === words || command.startsWith(`${words} `));
    return none || /(^|\s)--stack\b/.test(command) ? advised : `\`./tensora ${command} --stack ${stack}\``;
  });
