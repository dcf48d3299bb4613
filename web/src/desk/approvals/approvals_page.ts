/** The approvals, kept current while the desk is open, whether or not somebody looks at them. */
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { ApprovalInbox } from "./approval_inbox.ts";
import type { Approval } from "./approval_inbox.ts";
import { approvalsView } from "./approvals_view.ts";

export class ApprovalsPage {
  readonly #inbox: ApprovalInbox;

  constructor(private readonly shell: PartShell) {
    const { desk, notifications } = shell;
    const tell = (waiting: Approval[]) =>
      notifications.takeApprovals(waiting.filter((one) => this.#mayDecide(one)));
    this.#inbox = new ApprovalInbox(desk, tell);
    desk.track(this.#inbox.store);
    if (desk.state.phase === "ready") void this.#inbox.load();
    desk.store.subscribe(({ phase, connection }, before) => {
      const isBack = connection === "live" && before.connection === "behind";
      if ((phase === "ready" && before.phase !== "ready") || isBack) void this.#inbox.load();
    });
  }

  /** How many wait for this agent's decision. */
  get waiting(): number {
    return this.#inbox.waiting.filter((one) => this.#mayDecide(one)).length;
  }

  draw(): Drawn {
    return approvalsView(this.shell, this.#inbox);
  }

  #mayDecide({ byRole }: Approval): boolean {
    const { desk } = this.shell;
    return byRole === desk.state.me?.role || desk.may("decide_approvals");
  }
}
