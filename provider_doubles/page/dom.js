/** Elements, calls to the double, and asking it again and again. Text is never read as HTML. */

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name in element && name !== 'list') {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export async function send(path, body = {}, method = 'POST') {
  const response = await fetch(`/_double/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.text()).slice(0, 300));
  return response.json();
}

export async function ask(path) {
  const response = await fetch(`/_double/${path}`);
  if (!response.ok) throw new Error((await response.text()).slice(0, 300));
  return response.json();
}

/** Shows what `read` tells whenever it has changed, and says when the double is down. */
export function follow(read, show, complain) {
  let before = '';
  let wasDown = false;
  const again = async () => {
    try {
      const told = await read();
      const now = JSON.stringify(told);
      if (now !== before) {
        before = now;
        show(told);
      }
      if (wasDown) complain('');
      wasDown = false;
    } catch {
      complain('The double does not answer: is `duralogue dev` running?');
      wasDown = true;
    }
  };
  setInterval(again, 700);
  void again();
  return again;
}

/** Keeps the elements of what has not changed, so that focus and open lists stay. */
export function refill(place, items, keyOf, draw) {
  const known = new Map([...place.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const key = keyOf(item);
    const content = JSON.stringify(item);
    const old = known.get(key);
    if (old && old.dataset.content === content) return old;
    const drawn = draw(item);
    drawn.dataset.key = key;
    drawn.dataset.content = content;
    return drawn;
  });
  const same =
    wanted.length === place.children.length &&
    wanted.every((element, index) => place.children[index] === element);
  if (!same) {
    const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
    place.replaceChildren(...wanted);
    if (atEnd) place.scrollTop = place.scrollHeight;
  }
}

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
