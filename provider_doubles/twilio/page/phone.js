/** The page on which a newcomer plays a phone: SMS and WhatsApp. */

import { ask, follow, make, refill, send, time } from './dom.js';

const at = (id) => document.getElementById(id);
const LOST = new Set(['failed', 'undelivered']);
const SHOWN = new Set(['delivered', 'read', 'received']);
const LINK = /https?:\/\/[^\s]+/g;
const CHOICE = /^\s*([1-9]\d?)[.):]?\s+\S/;

function complain(words) {
  at('problem').textContent = words;
  at('problem').hidden = !words;
}

const person = () => at('kind').value + at('person').value.trim();

function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index));
    parts.push(make('a', { href: match[0], target: '_blank', rel: 'noopener noreferrer' }, match[0]));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function drawMessage(message) {
  const isMine = message.direction === 'inbound';
  const isLost = LOST.has(message.status);
  const facts = [
    time(Date.parse(message.created) / 1000),
    isMine ? '' : `${message.segments} ${message.segments === 1 ? 'segment' : 'segments'}, ${message.encoding}`,
    isMine ? '' : message.status,
    message.by_twilio ? 'sent by Twilio itself' : '',
    message.content ? 'template' : '',
    message.media.length ? `${message.media.length} attached` : '',
  ].filter(Boolean);
  const wrong = message.error_code ? `${message.error_code}: ${message.error_message}` : '';
  return make(
    'div',
    { className: `bubble ${isMine ? 'mine' : ''} ${isLost ? 'lost' : ''}` },
    make('span', { className: 'hidden' }, isMine ? 'You wrote' : 'You got'),
    make('div', { className: 'words' }, ...withLinks(message.body)),
    ...(isMine ? [] : message.media.map((address) => make('div', { className: 'soft' }, ...withLinks(address)))),
    make('div', { className: 'soft' }, facts.join(' · ')),
    wrong ? make('div', { className: 'wrong' }, `Did not arrive. ${wrong}`) : null,
  );
}

/** The numbers that the last message offers. */
function choicesIn(messages) {
  const last = messages.at(-1);
  if (!last || last.direction === 'inbound') return [];
  return last.body
    .split('\n')
    .map((line) => CHOICE.exec(line)?.[1])
    .filter(Boolean)
    .slice(0, 20);
}

let told = null;

function draw() {
  const mine = told.messages.filter((each) => [each.from, each.to].includes(person()));
  refill(at('messages'), mine, (each) => each.sid, drawMessage);
  const shown = mine.filter((each) => SHOWN.has(each.status));
  at('choices').replaceChildren(
    ...choicesIn(shown).map((number) =>
      make('button', { type: 'button', 'aria-label': `Reply ${number}`, on: { click: () => write(number) } }, number),
    ),
  );
  const isOut = told.opted_out.some(([, who]) => who === person());
  const isOpen = told.windows.some(([, who]) => who === person());
  const whatsapp = at('kind').value !== '';
  at('about').textContent = [
    'This is not a real phone: it stands in for one, and for Twilio, on this machine.',
    isOut ? 'You have said STOP: nothing reaches you.' : '',
    whatsapp && !isOpen ? 'You have not written in the last 24 hours: only templates reach you.' : '',
  ].join(' ');
}

async function attempt(work) {
  try {
    const answer = await work();
    const failed = (answer.calls ?? []).flatMap((call) => call.statuses).filter((status) => status < 200 || status > 299);
    complain(failed.length ? `The app answered ${failed.at(-1) || 'nothing'}: the message is lost.` : '');
    await refresh();
    return true;
  } catch (error) {
    complain(error.message);
    return false;
  }
}

async function photos() {
  const file = at('photo').files[0];
  if (!file) return [];
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return [{ content_type: file.type, content: btoa(binary) }];
}

async function write(body) {
  const media = await photos();
  const isDone = await attempt(() => send('write', { sender: person(), body, media }));
  if (isDone) at('photo').value = '';
  return isDone;
}

async function go() {
  const words = at('words').value.trim();
  if (!words && !at('photo').files.length) return;
  at('words').value = '';
  if (!(await write(words))) at('words').value = words;
  at('words').focus();
}

at('write').addEventListener('submit', (event) => {
  event.preventDefault();
  void go();
});
at('words').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    void go();
  }
});
for (const button of document.querySelectorAll('.word')) {
  button.addEventListener('click', () => void write(button.textContent));
}
for (const id of ['kind', 'person']) {
  at(id).addEventListener('change', () => told && draw());
}
at('off').addEventListener('change', () => {
  const code = at('off').checked ? 30003 : null;
  void attempt(() => send('unreachable', { person: person(), code }));
});
const refresh = follow(
  () => ask('seen'),
  (now) => {
    told = now;
    draw();
  },
  complain,
);
