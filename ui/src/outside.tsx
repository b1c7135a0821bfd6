// Text from outside: shown as text and nothing else, its direction kept to itself, its length kept in bounds.

/** Above this many characters a text gets its own scrolling box, which the keyboard can reach. */
const LONG = 600;

/** Characters that turn the direction of what follows, and could make a sentence say something else. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text with such characters made visible. Right-to-left writing needs none of them. */
export function visible(text: string): string {
  return text.replace(turning, (mark) => `‹U+${mark.charCodeAt(0).toString(16).toUpperCase()}›`);
}

export function Outside({ text: given, label }: { text: string; label?: string }) {
  const text = visible(given);
  if (text.length <= LONG) return <bdi class="outside">{text}</bdi>;
  return (
    <bdi class="outside long" tabIndex={0} role="group" aria-label={label ?? text.slice(0, 60)}>
      {text}
    </bdi>
  );
}
