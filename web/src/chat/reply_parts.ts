/** What a reply may hold beside its words: cards, lists and forms, out of JSON from outside. */
import { record } from "../shared/json.ts";

export interface Card {
  title: string;
  subtitle: string;
  text: string;
  image: { url: string; alt: string } | null;
  /** Pressing one says its words. */
  buttons: string[];
  links: { text: string; url: string }[];
}

/** More to choose from; choosing an item says its title. */
export interface ChoiceList {
  title: string;
  items: { title: string; description: string }[];
}

export interface Field {
  name: string;
  label: string;
  /** "text" where it is none that we know. */
  kind: string;
  options: string[];
  optional: boolean;
  value: string;
}

/** Slots of a flow, to be filled at once. */
export interface Form {
  flow: string;
  title: string;
  fields: Field[];
}

/** A form that the customer has sent: values by the names of the fields. */
export interface FormAnswers {
  flow: string;
  values: Record<string, string>;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function texts(value: unknown): string[] {
  return list(value).map(text).filter(Boolean);
}

/** An address that a page may fetch by itself; else "". */
export function secureAddress(value: unknown): string {
  const url = text(value);
  try {
    return /^https:\/\//i.test(url) && !/[\p{Cc}\p{Cf}\s]/u.test(url) ? new URL(url).href : "";
  } catch {
    return "";
  }
}

export function readCard(value: unknown): Card {
  const card = record(value);
  const image = record(card["image"]);
  const [url, alt] = [secureAddress(image["url"]), text(image["alt"])];
  const links = list(card["links"]).map(record);
  return {
    title: text(card["title"]),
    subtitle: text(card["subtitle"]),
    text: text(card["text"]),
    image: url ? { url, alt } : null,
    buttons: texts(card["buttons"]),
    links: links.map((link) => ({ text: text(link["text"]), url: secureAddress(link["url"]) })).filter((link) => link.text && link.url),
  };
}

export function readList(value: unknown): ChoiceList {
  const { title, items } = record(value);
  const read = list(items).map(record).map((item) => ({ title: text(item["title"]), description: text(item["description"]) }));
  return { title: text(title), items: read.filter((item) => item.title) };
}

/** Null where nothing of it can be asked. */
export function readForm(value: unknown): Form | null {
  const form = record(value);
  const [flow, fields] = [text(form["flow"]), list(form["fields"]).map(readField).filter((field) => field.name && field.label)];
  return flow && fields.length ? { flow, title: text(form["title"]), fields } : null;
}

function readField(value: unknown): Field {
  const field = record(value);
  return {
    name: text(field["name"]),
    label: text(field["label"]),
    kind: text(field["kind"]) || "text",
    options: texts(field["options"]),
    optional: field["optional"] === true,
    value: text(field["value"]),
  };
}
