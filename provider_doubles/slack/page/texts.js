/** Slack's own mark-up and Markdown, as elements. */

import { make } from './dom.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

export function unescaped(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** What a person has typed, as Slack's own clients send it: mentions stay, the rest is escaped. */
export function typed(text) {
  const isMention = /^<[@#][A-Z0-9]+>$/;
  return text
    .split(/(<[@#][A-Z0-9]+>)/)
    .map((part) =>
      isMention.test(part)
        ? part
        : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}

function link(address, words) {
  const isWeb = /^(https?:|mailto:)/.test(address);
  if (!isWeb) return document.createTextNode(words);
  return make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, words);
}

function reference(inner, names) {
  const [target, label] = inner.split('|', 2);
  if (target.startsWith('@')) return make('strong', {}, `@${label ?? names.get(target.slice(1)) ?? target}`);
  if (target.startsWith('#')) return make('strong', {}, `#${label ?? names.get(target.slice(1)) ?? target}`);
  if (target.startsWith('!date^')) return document.createTextNode(label ?? target);
  if (target.startsWith('!')) return make('strong', {}, label ?? `@${target.slice(1)}`);
  return link(unescaped(target), unescaped(label ?? target));
}

const MRKDWN = /```([^`]+)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<!\w)_([^_\n]+)_(?!\w)|(?<![\w~])~([^~\n]+)~(?!\w)/g;
const MARKDOWN = /```([^`]+)```|`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)|\*\*([^*\n]+)\*\*|(?<![\w*])[*]([^*\n]+)[*]|(?<!\w)_([^_\n]+)_(?!\w)|~~([^~\n]+)~~/g;

function pieces(text, pattern, draw) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(unescaped(text.slice(at, match.index)));
    found.push(draw(match));
    at = match.index + match[0].length;
  }
  found.push(unescaped(text.slice(at)));
  return found;
}

function inSlack(text, names) {
  return pieces(text, MRKDWN, (match) => {
    const [, fence, code, inner, bold, italic, struck] = match;
    if (fence !== undefined) return make('pre', {}, unescaped(fence));
    if (code !== undefined) return make('code', {}, unescaped(code));
    if (inner !== undefined) return reference(inner, names);
    if (bold !== undefined) return make('strong', {}, ...inSlack(bold, names));
    if (italic !== undefined) return make('em', {}, ...inSlack(italic, names));
    return make('s', {}, ...inSlack(struck, names));
  });
}

function inMarkdown(text) {
  return pieces(text, MARKDOWN, (match) => {
    const [, fence, code, words, address, bold, star, italic, struck] = match;
    if (fence !== undefined) return make('pre', {}, fence);
    if (code !== undefined) return make('code', {}, code);
    if (words !== undefined) return link(address, words);
    if (bold !== undefined) return make('strong', {}, ...inMarkdown(bold));
    if (struck !== undefined) return make('s', {}, ...inMarkdown(struck));
    return make('em', {}, ...inMarkdown(star ?? italic));
  });
}

function lines(text, draw) {
  const drawn = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const heading = /^#{1,6} (.+)$/.exec(line);
    if (quoted) drawn.push(make('blockquote', {}, ...draw(quoted[1])));
    else if (heading) drawn.push(make('div', {}, make('strong', {}, ...draw(heading[1]))));
    else drawn.push(make('div', {}, ...(line ? draw(line) : ['\u00a0'])));
  }
  return make('div', {}, ...drawn);
}

/** A text of Slack's: `*bold*`, `<https://…|words>`, `&amp;`. */
export function mrkdwn(text, names) {
  if (text.includes('```')) return make('div', {}, ...inSlack(text, names));
  return lines(text, (line) => inSlack(line, names));
}

/** A streamed text or a markdown block. */
export function markdown(text) {
  if (text.includes('```')) return make('div', {}, ...inMarkdown(text));
  return lines(text, inMarkdown);
}

/** A text object, whichever of the two it is. */
export function textObject(text, names) {
  if (!text) return null;
  if (typeof text === 'string') return mrkdwn(text, names);
  return text.type === 'mrkdwn' ? mrkdwn(text.text, names) : make('span', {}, text.text);
}
