/** The inbox of approvals: what shall be done, with which arguments, and the two buttons. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { customerNamed } from "../customer/customer_label.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { span, when } from "../time/spans.ts";
import { valuesView } from "../customer/values_view.ts";
import { isOwn, mayDecide } from "./approval_rights.ts";
import type { Approval, ApprovalInbox } from "./approval_inbox.ts";

const LONGEST_NOTE = 500;

export function approvalsView(shell: PartShell, inbox: ApprovalInbox): Drawn {
  const { words } = shell;
  const { approvals, step } = inbox.store.state;
  const waiting = approvals.filter(({ status }) => status === "waiting");
  const over = approvals.filter(({ status }) => status !== "waiting");
  return html`<section class="page approvals" aria-label=${words.approvals}>
    <h2>${words.approvals}</h2>
    ${step === "loading" && !approvals.length ? html`<p role="status">${words.loading}</p>` : nothing}
    ${step === "failed"
      ? html`<p role="alert" class="problem">${words.approvalsFailed} <button type="button" @click=${() => void inbox.load()}>${words.again}</button></p>`
      : nothing}
    ${step === "ready" && !waiting.length ? html`<p class="page-none">${words.noApprovals}</p>` : nothing}
    <ul class="approval-list" aria-label=${words.approvals}>
      ${repeat(waiting, ({ id }) => id, (one) => waitingView(shell, inbox, one))}
    </ul>
    ${over.length
      ? html`<h2>${words.decidedApprovals}</h2>
          <ul class="approval-list over">
            ${repeat(over, ({ id }) => id, (one) => overView(shell, inbox, one))}
          </ul>`
      : nothing}
  </section>`;
}

function waitingView(shell: PartShell, inbox: ApprovalInbox, approval: Approval): Drawn {
  const { words, desk } = shell;
  const { notes, deciding } = inbox.store.state;
  const isDeciding = deciding.has(approval.id);
  const me = desk.state.me;
  const may = mayDecide(approval, me);
  const decide = (approve: boolean) => () => void inbox.decide(approval.id, approve, approval.digest);
  return html`<li class="approval">
    ${headView(shell, approval)}
    ${troubleView(shell, inbox, approval)}
    ${valuesView(approval.shown, words, desk.locale)}
    ${may
      ? html`<label class="approval-note">
            ${words.approvalNote}
            <textarea
              rows="2"
              maxlength=${LONGEST_NOTE}
              .value=${notes[approval.id] ?? ""}
              @input=${(event: Event) => inbox.write(approval.id, (event.target as HTMLTextAreaElement).value)}
            ></textarea>
          </label>
          <div class="approval-acts">
            <button type="button" class="primary" ?disabled=${isDeciding} @click=${decide(true)}>${words.approve}</button>
            <button type="button" ?disabled=${isDeciding} @click=${decide(false)}>${words.reject}</button>
          </div>`
      : html`<p class="approval-may">${me && isOwn(approval, me) ? words.notYourOwn : words.decidedBy(words.roles[approval.byRole] ?? approval.byRole)}</p>`}
  </li>`;
}

function headView({ words, desk }: PartShell, approval: Approval): Drawn {
  const { requestedAt, escalatedTo } = approval;
  const expiresAt = approval.status === "waiting" ? approval.expiresAt : null;
  const role = escalatedTo?.replace(/^role:/, "") ?? "";
  const now = Date.now();
  return html`<div class="approval-head">
    <h3>${approval.name}</h3>
    <button type="button" class="plain" @click=${() => desk.open(approval.conversationId)}>
      ${words.conversation}: ${customerNamed(desk, approval.customer, approval.conversationId)}
    </button>
    <span class="approval-times">
      ${[words.channels[approval.channel] ?? approval.channel, approval.position].filter(Boolean).map((fact) => html`${fact} · `)}
      ${requestedAt === null ? nothing : words.requestedAgo(span(now - requestedAt, desk.locale))}
      ${expiresAt === null ? nothing : html` · ${words.expiresAt(when(expiresAt, now, desk.locale))}`}
      ${role ? html` · <strong>${words.escalatedTo(words.roles[role] ?? role)}</strong>` : nothing}
    </span>
  </div>`;
}

function troubleView({ words }: PartShell, inbox: ApprovalInbox, { id }: Approval): Drawn {
  const trouble = inbox.store.state.problems[id];
  if (!trouble) return nothing;
  return html`<p class="problem" role="alert">${words.approvalTroubles[trouble.kind]} ${trouble.detail}</p>`;
}

function overView(shell: PartShell, inbox: ApprovalInbox, approval: Approval): Drawn {
  const { words } = shell;
  return html`<li class="approval over">
    ${headView(shell, approval)}
    ${troubleView(shell, inbox, approval)}
    <p>${words.approvalStatuses[approval.status] ?? approval.status}${approval.decidedBy ? ` · ${approval.decidedBy}` : ""}${approval.note ? ` · ${approval.note}` : ""}</p>
    ${valuesView(approval.shown, words, shell.desk.locale)}
  </li>`;
}
