/** A preview of Block Kit. What it does not know it names. */

import { make } from './dom.js';
import { interactive } from './elements.js';
import { markdown, textObject } from './texts.js';

const plain = (text) => (text && typeof text === 'object' ? text.text : (text ?? ''));

/** Pictures of other servers are not fetched by this page: their words are shown. */
function picture(image) {
  const address = image.image_url ?? '';
  return make(
    'div',
    { className: 'picture' },
    make('div', { className: 'soft' }, plain(image.title) || 'Picture'),
    make('div', {}, image.alt_text ?? ''),
    address.startsWith('https://')
      ? make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, 'Open the picture')
      : null,
  );
}

function richText(block) {
  const words = (part) => {
    if (part.type === 'text') return part.text;
    if (part.type === 'link') return part.text ?? part.url;
    if (part.type === 'emoji') return `:${part.name}:`;
    return (part.elements ?? []).map(words).join(part.type === 'rich_text_list' ? '\n' : '');
  };
  return make('div', {}, (block.elements ?? []).map(words).join('\n'));
}

function card(block, context) {
  const acting = context.of(block);
  return make(
    'div',
    { className: 'card' },
    block.hero_image ? picture(block.hero_image) : null,
    block.icon ? picture(block.icon) : null,
    block.title ? make('strong', {}, textObject(block.title, context.names)) : null,
    block.subtitle ? make('div', { className: 'soft' }, textObject(block.subtitle, context.names)) : null,
    block.body ? textObject(block.body, context.names) : null,
    block.actions
      ? make('div', { className: 'row' }, ...block.actions.map((each) => interactive(each, acting)))
      : null,
  );
}

function table(block, context) {
  const cell = (each) => make('td', {}, each.type === 'rich_text' ? richText(each) : textObject(each, context.names));
  return make('table', {}, ...(block.rows ?? []).map((row) => make('tr', {}, ...row.map(cell))));
}

const DRAW = {
  section: (block, context) => {
    const accessory = block.accessory;
    return make(
      'div',
      { className: 'section' },
      make(
        'div',
        {},
        textObject(block.text, context.names),
        block.fields
          ? make('div', { className: 'fields' }, ...block.fields.map((each) => textObject(each, context.names)))
          : null,
      ),
      accessory
        ? accessory.type === 'image'
          ? picture(accessory)
          : interactive(accessory, context.of(block))
        : null,
    );
  },
  header: (block) => make('h3', {}, plain(block.text)),
  divider: () => make('hr'),
  context: (block, context) =>
    make(
      'div',
      { className: 'soft row' },
      ...(block.elements ?? []).map((each) => (each.type === 'image' ? picture(each) : textObject(each, context.names))),
    ),
  actions: (block, context) =>
    make('div', { className: 'row' }, ...(block.elements ?? []).map((each) => interactive(each, context.of(block)))),
  context_actions: (block, context) =>
    make('div', { className: 'row' }, ...(block.elements ?? []).map((each) => interactive(each, context.of(block)))),
  image: (block) => picture(block),
  markdown: (block) => markdown(block.text ?? ''),
  rich_text: (block) => richText(block),
  card: (block, context) => card(block, context),
  carousel: (block, context) =>
    make(
      'div',
      { className: 'carousel' },
      ...(block.elements ?? []).map((each) => card({ ...each, block_id: each.block_id ?? block.block_id }, context)),
    ),
  table: (block, context) => table(block, context),
  alert: (block, context) => make('div', { className: 'card' }, textObject(block.text, context.names)),
  input: (block, context) => {
    const element = interactive(block.element, () => {});
    element.dataset.block = block.block_id;
    element.dataset.action = block.element.action_id ?? '';
    context.inputs?.push(element);
    const label = plain(block.label) + (block.optional ? ' (optional)' : '');
    const id = `input-${block.block_id}`;
    element.removeAttribute('aria-label');
    element.setAttribute('aria-labelledby', id);
    return make(
      'div',
      { className: 'field' },
      make('span', { id }, label),
      element,
      block.hint ? make('span', { className: 'soft' }, plain(block.hint)) : null,
      make('span', { className: 'wrong', id: `wrong-${block.block_id}`, role: 'alert' }),
    );
  },
};

/**
 * `context.names`: ids to names; `context.act(action)`: somebody has pressed or chosen something;
 * `context.inputs`: collects the inputs of a form.
 */
export function blocks(list, context) {
  const whole = {
    ...context,
    of: (block) => (element, chosen) =>
      context.act({ type: element.type, block_id: block.block_id, action_id: element.action_id ?? '', ...chosen }),
  };
  return (list ?? []).map((block) => {
    const draw = DRAW[block.type];
    const drawn = draw ? draw(block, whole) : make('span', { className: 'soft' }, `(${block.type} block)`);
    return make('div', { className: 'block' }, drawn);
  });
}
