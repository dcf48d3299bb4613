/** What the desk is made of: each puts its panes, commands, dialogs and slots into the registry. */
import { installAccount } from "./account_feature.ts";
import { installActions } from "./actions_feature.ts";
import { installComposer } from "./composer_feature.ts";
import type { Desk } from "./desk.ts";
import { installPresence } from "./presence_feature.ts";
import { installQueue } from "./queue_feature.ts";
import { SHELL } from "./shell_features.ts";

export type Feature = (desk: Desk) => void;

export const FEATURES: readonly Feature[] = [installQueue, installComposer, installActions, installPresence, installAccount, ...SHELL];
