/** The browser's own notifications, a short tone, and the tab's title. */
import type { Surroundings } from "./notification_center.ts";

const TONE_HZ = 660;
const TONE_SECONDS = 0.18;

export function browserSurroundings(): Surroundings {
  return {
    permission: () => ("Notification" in globalThis ? Notification.permission : "unsupported"),
    ask: () => Notification.requestPermission(),
    show(shown, title, body, open) {
      const options = { body, tag: shown.tag, renotify: shown.isRepeat, silent: true, icon: "/widget/icon.svg" };
      try {
        const notification = new Notification(title, options as NotificationOptions);
        notification.onclick = () => (window.focus(), open(), notification.close());
        return notification;
      } catch {
        // Some phones let only service workers notify: the badge and the desk itself remain.
        return { close: () => undefined };
      }
    },
    sound: () => void tone().catch(() => undefined),
    badge(count) {
      const title = badged(document.title, count);
      if (document.title !== title) document.title = title;
    },
    isFocused: () => document.visibilityState === "visible" && document.hasFocus(),
  };
}

const BADGE = /^\(\d+\) /;

export function badged(title: string, count: number): string {
  const plain = title.replace(BADGE, "");
  return count ? `(${count}) ${plain}` : plain;
}

/** Soft and short, made here: no file to fetch. */
async function tone(): Promise<void> {
  const context = new AudioContext();
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.value = TONE_HZ;
  gain.gain.setValueAtTime(0.0001, context.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.15, context.currentTime + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + TONE_SECONDS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + TONE_SECONDS);
  await new Promise((resolve) => oscillator.addEventListener("ended", resolve));
  await context.close();
}
