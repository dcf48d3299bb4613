/** Questions to be answered at once, below the one that asks for them. */
import type { Words } from "../i18n.ts";
import { cleaned } from "../message_text.ts";
import type { Field, Form, FormAnswers } from "../reply_parts.ts";
import { h, write } from "../../shared/dom.ts";

const MAX_VALUE = 1_000;
const INPUTS: Record<string, Record<string, string>> = {
  number: { inputmode: "decimal" },
  date: { type: "date" },
  email: { type: "email", autocomplete: "email" },
  phone: { type: "tel", autocomplete: "tel" },
};

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let made = 0;

export class FormView {
  readonly element: HTMLFormElement;
  readonly #fields: FieldView[];

  constructor(
    private readonly form: Form,
    words: Words,
    private readonly send: (answers: FormAnswers) => void,
  ) {
    this.#fields = form.fields.map((field) => new FieldView(field, `f${(made += 1)}`, words));
    const title = form.title ? h("legend", {}, form.title) : null;
    const button = h("button", { type: "submit", class: "choice main" }, words.sendForm);
    const fields = h("fieldset", {}, title, ...this.#fields.map(({ element }) => element), button);
    // Our own sentences say what is missing, in the chat's language and for screen readers too.
    this.element = h("form", { class: "fields", novalidate: true, onsubmit: (event) => this.#submit(event) }, fields);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const wrong = this.#fields.filter((field) => !field.check());
    if (wrong[0]) return wrong[0].focus();
    const given = this.#fields.map(({ name, value }) => [name, value] as const).filter(([, value]) => value);
    if (given.length === 0) return this.#fields[0]?.focus();
    this.send({ flow: this.form.flow, values: Object.fromEntries(given) });
  }
}

class FieldView {
  readonly element: HTMLElement;
  readonly name: string;
  readonly #control: Control;
  readonly #error: HTMLElement;

  constructor(
    private readonly field: Field,
    id: string,
    private readonly words: Words,
  ) {
    this.name = field.name;
    this.#error = h("p", { class: "error", id: `${id}-error`, role: "alert" });
    this.#control = controlOf(field, {
      ...{ id, "aria-describedby": `${id}-error`, "aria-required": String(!field.optional) },
      oninput: () => this.#error.textContent && this.check(),
    });
    this.#control.value = field.value;
    const optional = field.optional ? h("span", { class: "subtitle" }, ` (${words.optional})`) : null;
    this.element = h("div", { class: "field" }, h("label", { for: id }, field.label, optional), this.#control, this.#error);
  }

  get value(): string {
    return cleaned(this.#control.value);
  }

  /** Whether it may be sent; where not, that is said below it. */
  check(): boolean {
    const error = this.#errorNow();
    write(this.#error, error);
    this.#control.setAttribute("aria-invalid", String(error !== ""));
    return error === "";
  }

  focus(): void {
    this.#control.focus();
  }

  #errorNow(): string {
    const { value, words } = this;
    // A date of which a part is missing has no value, but is not empty.
    if (this.#control.validity.badInput) return words.misfit;
    if (!value) return this.field.optional ? "" : words.missing;
    if (value.length > MAX_VALUE) return words.tooLong(value.length - MAX_VALUE);
    return this.#control.validity.typeMismatch ? words.misfit : "";
  }
}

function controlOf(field: Field, properties: Record<string, string | EventListener>): Control {
  if (field.kind === "choice") {
    const options = ["", ...field.options].map((option) => h("option", { value: option }, option));
    return h("select", properties, ...options);
  }
  if (field.kind === "long_text") return h("textarea", { ...properties, rows: "3" });
  return h("input", { type: "text", ...INPUTS[field.kind], ...properties });
}
