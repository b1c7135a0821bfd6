// What a provider calls the question that it did not answer: its support asks for that.

import { useState } from "preact/hooks";
import { labels } from "../labels";
import { Button } from "./button";

type Props = { id: string; announce: (text: string) => void };

export function RequestId({ id, announce }: Props) {
  const [problem, fail] = useState(false);
  const copy = () => {
    fail(false);
    navigator.clipboard.writeText(id).then(
      () => announce(labels.requestId.copied),
      () => {
        fail(true);
        announce(labels.requestId.notCopied);
      },
    );
  };
  return (
    <p class="look-again">
      <Button onPress={copy}>{labels.requestId.copy}</Button>
      {problem && <span class="problem">{labels.requestId.notCopied}</span>}
    </p>
  );
}
