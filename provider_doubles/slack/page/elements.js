/** Interactive elements of Block Kit: in messages each acts at once, in forms they are read. */

import { make } from './dom.js';

const plain = (text) => (text && typeof text === 'object' ? text.text : (text ?? ''));

function optionsOf(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) => group.options ?? []);
}

function named(element) {
  return plain(element.placeholder) || plain(element.text) || element.type.replaceAll('_', ' ');
}

function button(element, act) {
  const properties = {
    type: 'button',
    className: element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : '',
    on: {
      click: () => {
        if (element.url) window.open(element.url, '_blank', 'noopener');
        void act(element, { value: element.value, text: element.text });
      },
    },
  };
  if (element.accessibility_label) properties['aria-label'] = element.accessibility_label;
  return make('button', properties, plain(element.text));
}

function select(element, act) {
  const options = optionsOf(element);
  const chosen = element.initial_option?.value;
  const drawn = make(
    'select',
    {
      'aria-label': named(element),
      on: {
        change: (event) => {
          const option = options[event.target.selectedIndex - 1];
          if (option) void act(element, { selected_option: option });
        },
      },
    },
    make('option', { value: '' }, named(element)),
    ...options.map((option) =>
      make('option', { value: option.value, selected: option.value === chosen }, plain(option.text)),
    ),
  );
  drawn.readState = () => {
    const option = options[drawn.selectedIndex - 1];
    return { type: element.type, selected_option: option ?? null };
  };
  return drawn;
}

function several(element, act) {
  const isOne = element.type === 'radio_buttons';
  const options = optionsOf(element);
  const group = `choice-${Math.random().toString(36).slice(2)}`;
  const boxes = options.map((option) =>
    make('input', { type: isOne ? 'radio' : 'checkbox', name: group, value: option.value }),
  );
  const state = () => {
    const chosen = options.filter((_, index) => boxes[index].checked);
    return isOne ? { selected_option: chosen[0] ?? null } : { selected_options: chosen };
  };
  const drawn = make(
    'fieldset',
    { on: { change: () => void act(element, state()) } },
    make('legend', { className: 'hidden' }, named(element)),
    ...options.map((option, index) => make('label', {}, boxes[index], plain(option.text))),
  );
  drawn.readState = () => ({ type: element.type, ...state() });
  return drawn;
}

const INPUTS = {
  datepicker: ['date', 'selected_date', 'initial_date'],
  timepicker: ['time', 'selected_time', 'initial_time'],
  number_input: ['number', 'value', 'initial_value'],
  email_text_input: ['email', 'value', 'initial_value'],
  url_text_input: ['url', 'value', 'initial_value'],
  plain_text_input: ['text', 'value', 'initial_value'],
};

function input(element, act) {
  const [type, key, initial] = INPUTS[element.type];
  const properties = { 'aria-label': named(element), value: element[initial] ?? '' };
  const drawn = element.multiline
    ? make('textarea', { ...properties, rows: 3 })
    : make('input', { ...properties, type });
  if (element.max_length) drawn.maxLength = element.max_length;
  drawn.placeholder = plain(element.placeholder);
  drawn.addEventListener('change', () => void act(element, { [key]: drawn.value || null }));
  drawn.readState = () => ({ type: element.type, [key]: drawn.value || null });
  return drawn;
}

function feedback(element, act) {
  const each = (which) => {
    const choice = element[which];
    const press = () => void act(element, { value: choice.value, text: choice.text });
    const label = choice.accessibility_label ?? (which === 'positive_button' ? 'Good answer' : 'Bad answer');
    return make('button', { type: 'button', 'aria-label': label, on: { click: press } }, plain(choice.text));
  };
  return make('div', { className: 'row' }, each('positive_button'), each('negative_button'));
}

/** `act(element, chosen)` is called in messages; in a form the elements have `readState`. */
export function interactive(element, act) {
  if (element.type === 'button') return button(element, act);
  if (element.type === 'feedback_buttons') return feedback(element, act);
  if (['static_select', 'overflow'].includes(element.type)) return select(element, act);
  if (['radio_buttons', 'checkboxes', 'multi_static_select'].includes(element.type)) return several(element, act);
  if (element.type in INPUTS) return input(element, act);
  return make('span', { className: 'soft' }, `(${element.type})`);
}
