/** Who may decide an approval, as the gateway sees it: here only so that no button is shown in vain. */
import type { Role } from "../model.ts";

export interface Demanded {
  byRole: string;
  /** Agents who had the conversation before: they never decide what they asked for. */
  requestedBy: readonly string[];
  /** `role:admin`, or a person's name. */
  escalatedTo: string | null;
}

const STANDS_IN: Partial<Record<Role, readonly string[]>> = {
  supervisor: ["agent"],
  admin: ["agent", "supervisor"],
};

function standsIn(role: Role, wanted: string): boolean {
  return role === wanted || (STANDS_IN[role]?.includes(wanted) ?? false);
}

export function isOwn({ requestedBy }: Demanded, me: { name: string }): boolean {
  return requestedBy.includes(me.name);
}

export function mayDecide(approval: Demanded, me: { name: string; role: Role } | null): boolean {
  if (!me || isOwn(approval, me)) return false;
  const { byRole, escalatedTo } = approval;
  const role = escalatedTo?.startsWith("role:") ? escalatedTo.slice(5) : null;
  return standsIn(me.role, byRole) || escalatedTo === me.name || (role !== null && standsIn(me.role, role));
}
