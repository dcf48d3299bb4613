/** Palette, keyboard, help, notifications and what else stands around the conversations. */
import type { Feature } from "./features.ts";

export const SHELL: readonly Feature[] = [];
