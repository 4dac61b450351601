import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's space for new objects from growing while a command's modules are loaded: a command
 * that leaves the work to threads would keep 30 MB of it to the end. To be called before they are.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
