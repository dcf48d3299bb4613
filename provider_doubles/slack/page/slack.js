/** The page on which a newcomer plays Slack: channels, threads, buttons, forms, the app's home. */

import { ask, follow, make, refill, send, time } from './dom.js';
import { blocks } from './blocks.js';
import { markdown, mrkdwn, typed, unescaped } from './texts.js';

const at = (id) => document.getElementById(id);
const here = { person: '', channel: '', thread: '', isHome: false };
let state = null;
let shownView = '';

function complain(words) {
  at('problem').textContent = words;
  at('problem').hidden = !words;
}

async function attempt(work) {
  try {
    const told = await work();
    complain(told?.status === 0 ? 'The app did not answer in time: Slack would say so, too.' : '');
    await refresh();
    return told;
  } catch (error) {
    complain(error.message);
    return null;
  }
}

function names() {
  const people = Object.entries(state.users);
  return new Map([
    ...people,
    [state.bot.id, state.bot.name],
    ...state.channels.map((channel) => [channel.id, channel.name || 'direct message']),
  ]);
}

function nameOf(channel) {
  return channel.kind === 'im' ? `Direct message to ${state.bot.name}` : `#${channel.name}`;
}

function drawMessage(message, inThread) {
  const act = (action) =>
    attempt(() => send('press', { user: here.person, channel: message.channel, ts: message.ts, action }));
  const context = { names: names(), act };
  const shown = message.blocks.length ? blocks(message.blocks, context) : [];
  // Slack shows the text only where there are no blocks, but a stream's text stands above them.
  const words = !shown.length || message.is_markdown
    ? [(message.is_markdown ? markdown : (text) => mrkdwn(text, names()))(message.text)]
    : [];
  const marks = [
    message.is_edited ? '(edited)' : '',
    message.is_streaming ? '(being written)' : '',
    message.only_for ? '(only you see this)' : '',
  ].filter(Boolean);
  const root = message.thread_ts || message.ts;
  const replies = state.messages.filter(
    (each) => each.channel === message.channel && each.thread_ts === root && each.ts !== root && !each.is_deleted,
  );
  const tools = [];
  if (!inThread) {
    const open = () => openThread(root);
    const label = replies.length ? `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` : 'Reply';
    tools.push(make('button', { className: 'quiet', type: 'button', on: { click: open } }, label));
  }
  if (message.user === here.person) {
    tools.push(make('button', { className: 'quiet', type: 'button', on: { click: () => edit(message) } }, 'Edit'));
    const remove = () => attempt(() => send('delete', { channel: message.channel, ts: message.ts }));
    tools.push(make('button', { className: 'quiet', type: 'button', on: { click: remove } }, 'Delete'));
  }
  return make(
    'article',
    { className: message.only_for ? 'private' : '' },
    make(
      'div',
      { className: 'who' },
      make('strong', {}, message.name),
      message.is_bot ? make('span', { className: 'soft' }, 'APP') : null,
      make('span', { className: 'soft' }, `${time(Number(message.ts))} ${marks.join(' ')}`),
    ),
    ...words,
    ...shown,
    make('div', { className: 'row' }, ...tools),
  );
}

function edit(message) {
  const place = [...document.querySelectorAll('article')].filter((each) => each.dataset.key === message.ts);
  for (const article of place) {
    const words = make('textarea', { rows: 2, value: unescaped(message.text), 'aria-label': 'Your message' });
    const save = () =>
      attempt(() => send('edit', { channel: message.channel, ts: message.ts, text: typed(words.value) }));
    const button = make('button', { className: 'primary', type: 'button', on: { click: save } }, 'Save');
    article.append(make('div', { className: 'composer' }, words, button));
    words.focus();
  }
}

function openThread(ts) {
  here.thread = ts;
  draw();
  at('reply-words').focus();
}

function drawChannels() {
  const choose = (channel) => () => {
    Object.assign(here, { channel: channel.id, thread: '', isHome: false });
    draw();
  };
  const goHome = async () => {
    Object.assign(here, { isHome: true, thread: '' });
    await attempt(() => send('open-home', { user: here.person }));
    draw();
  };
  const entries = [
    ...state.channels.map((channel) => ({ key: channel.id, name: nameOf(channel), go: choose(channel) })),
    { key: 'home', name: 'Home of the app', go: goHome },
  ];
  at('channels').replaceChildren(
    ...entries.map((entry) => {
      const isHere = here.isHome ? entry.key === 'home' : entry.key === here.channel;
      return make(
        'li',
        {},
        make('button', { type: 'button', 'aria-current': String(isHere), on: { click: entry.go } }, entry.name),
      );
    }),
  );
}

function drawTools(channel) {
  const mention = () => {
    at('words').value = `<@${state.bot.id}> ${at('words').value}`;
    at('words').focus();
  };
  const chat = async () => {
    const told = await attempt(() => send('open-assistant', { user: here.person }));
    if (told) openThread(told.ts);
  };
  const tool =
    channel.kind === 'im'
      ? make('button', { type: 'button', on: { click: chat } }, 'New chat in a thread')
      : make('button', { type: 'button', on: { click: mention } }, `Mention @${state.bot.name}`);
  const hint = make('span', { className: 'soft' }, `Or type ${state.command} and your question.`);
  if (at('tools').dataset.channel !== channel.id) {
    at('tools').dataset.channel = channel.id;
    at('tools').replaceChildren(tool, hint);
  }
}

function drawThread(channel) {
  at('thread').hidden = !here.thread || here.isHome;
  if (!here.thread) return;
  const inside = state.messages.filter(
    (each) =>
      each.channel === channel.id &&
      !each.is_deleted &&
      (each.ts === here.thread || each.thread_ts === here.thread),
  );
  refill(at('replies'), inside, (each) => each.ts, (each) => drawMessage(each, true));
  const isHere = (each) => each.channel === channel.id && ['', here.thread].includes(each.thread_ts);
  const status = state.statuses.find(isHere);
  at('status').textContent = status ? `${state.bot.name} ${status.value}` : '';
  const prompts = state.prompts.filter(isHere).flatMap((each) => each.value);
  const say = (prompt) => () => speak(prompt.message, here.thread);
  at('prompts').replaceChildren(
    ...prompts.map((each) => make('button', { type: 'button', on: { click: say(each) } }, each.title)),
  );
}

function drawHome() {
  at('home').hidden = !here.isHome;
  at('channel').hidden = here.isHome;
  if (!here.isHome) return;
  const act = (action) => attempt(() => send('press', { user: here.person, action }));
  const shown = state.home ? blocks(state.home.blocks, { names: names(), act }) : ['The app shows nothing here yet.'];
  at('home-blocks').replaceChildren(...shown);
}

function drawView() {
  const view = state.views.at(-1);
  const dialog = at('view');
  const key = view ? `${view.id} ${view.hash}` : '';
  if (key === shownView) return;
  shownView = key;
  if (!view) return dialog.close();
  const inputs = [];
  const act = (action) => attempt(() => send('press', { user: here.person, action }));
  const drawn = blocks(view.blocks, { names: names(), act, inputs });
  const leave = () => attempt(() => send('submit', { view_id: view.id, user: here.person, is_closed: true }));
  const submit = async (event) => {
    event.preventDefault();
    const values = {};
    for (const each of inputs) values[each.dataset.block] = { [each.dataset.action]: each.readState() };
    const told = await attempt(() => send('submit', { view_id: view.id, user: here.person, values }));
    for (const [block, words] of Object.entries(told?.answer?.errors ?? {})) {
      const place = document.getElementById(`wrong-${block}`);
      if (place) place.textContent = words;
    }
  };
  dialog.replaceChildren(
    make(
      'form',
      { on: { submit } },
      make('h2', { id: 'view-title' }, view.title.text),
      ...drawn,
      make(
        'div',
        { className: 'row' },
        make('button', { className: 'primary' }, view.submit?.text ?? 'Submit'),
        make('button', { type: 'button', on: { click: leave } }, view.close?.text ?? 'Cancel'),
      ),
    ),
  );
  dialog.oncancel = leave;
  if (!dialog.open) dialog.showModal();
}

function draw() {
  if (!state) return;
  if (!at('person').options.length) {
    at('person').append(...Object.entries(state.users).map(([id, name]) => make('option', { value: id }, name)));
    here.person = at('person').value;
  }
  const channel = state.channels.find((each) => each.id === here.channel) ?? state.channels.find((each) => each.kind === 'im') ?? state.channels[0];
  here.channel = channel.id;
  at('channel-name').textContent = nameOf(channel);
  drawChannels();
  const top = state.messages.filter(
    (each) => each.channel === channel.id && !each.is_deleted && ['', each.ts].includes(each.thread_ts),
  );
  const counted = top.map((each) => ({
    ...each,
    replies: state.messages.filter((one) => one.thread_ts === each.ts && !one.is_deleted).length,
  }));
  refill(at('messages'), counted, (each) => each.ts, (each) => drawMessage(each, false));
  drawTools(channel);
  drawThread(channel);
  drawHome();
  drawView();
}

function speak(text, thread) {
  if (text.startsWith(`${state.command} `) || text === state.command) {
    const words = text.slice(state.command.length).trim();
    return attempt(() => send('command', { user: here.person, channel: here.channel, text: typed(words) }));
  }
  return attempt(() =>
    send('say', { user: here.person, channel: here.channel, text: typed(text), thread_ts: thread }),
  );
}

function composer(form, field, thread) {
  const go = async () => {
    const words = field.value.trim();
    if (!words || !state) return;
    field.value = '';
    if (!(await speak(words, thread()))) field.value = words;
    field.focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void go();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void go();
    }
  });
}

composer(at('say'), at('words'), () => '');
composer(at('reply'), at('reply-words'), () => here.thread);
at('leave').addEventListener('click', () => {
  here.thread = '';
  draw();
});
at('person').addEventListener('change', () => {
  Object.assign(here, { person: at('person').value, channel: '', thread: '', isHome: false });
  void refresh();
});
const refresh = follow(
  () => ask(`state?user=${encodeURIComponent(here.person)}`),
  (told) => {
    state = told;
    draw();
  },
  complain,
);
