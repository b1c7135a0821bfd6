#!/usr/bin/env node
// A FAKE of a server of models, for the real gateway to ask: one that answers, and refuses what servers of that kind do. It
// knows what the first part of a path says.
//
// Prints its port. `/good/v1` answers anything; `/plain/v1` refuses messages in parts, as mistral.rs does; `/strict/v1` every
// message, as if more stood in it than a role and a content, which a first question of the gateway's has alone; `/untaught/v1`
// tools, as Ollama does for a model without them; `/old/v1` calls the version of the API unsupported; `/long` is Anthropic's, and
// refuses the long context; `/broken/v1` refuses everything, and says nothing of why.
import { createServer } from "node:http";

function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const refusals = {
  plain: (asked) =>
    asked.messages?.some(({ content }) => Array.isArray(content)) &&
    "messages[1].content: invalid type: sequence, expected a string at line 1 column 20",
  strict: () => 'validation.keys: allowed message keys are ["role","content"]',
  untaught: (asked) => asked.tools?.length && "registry.ollama.ai/library/gemma:2b does not support tools",
  old: () => "The requested API version is not supported.",
  broken: () => "Something that nobody has a name for.",
};

function speak(response) {
  const chunk = (delta, finish_reason) => ({
    id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason }],
  });
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const said of [chunk({ role: "assistant", content: "Hello." }, null), chunk({}, "stop")]) {
    response.write(`data: ${JSON.stringify(said)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const who = request.url.split("/")[1];
    const models = ["m", "claude-sonnet-4-6"].map((id) => ({ id, object: "model" }));
    if (request.method === "GET") return answer(response, 200, { object: "list", data: models });
    if (who === "long") {
      const error = { type: "rate_limit_error", message: "Extra usage is required for long context requests." };
      return answer(response, 429, { type: "error", error });
    }
    const message = refusals[who]?.(JSON.parse(body || "{}"));
    if (message) answer(response, 400, { error: { message } });
    else speak(response);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
