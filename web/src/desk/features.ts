/** What the desk is made of: each puts its panes, commands, dialogs and slots into the registry. */
import type { Desk } from "./desk.ts";
import { SHELL } from "./shell_features.ts";

export type Feature = (desk: Desk) => void;

export const FEATURES: readonly Feature[] = [...SHELL];
