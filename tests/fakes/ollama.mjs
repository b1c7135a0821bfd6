// FAKE Ollama: has the models that FAKE_MODELS names, lists them at /api/tags and at /v1/models as Ollama does, and "fetches" one
// at /api/pull in the lines that Ollama streams. There is no model `nobody-made-this`,
// and `slow` never comes further than half of it.
import { createServer } from "node:http";

const [host, port] = (process.env.OLLAMA_HOST ?? "127.0.0.1:11434").split(":");
const models = (process.env.FAKE_MODELS ?? "").split(",").filter(Boolean);

const server = createServer(async (request, response) => {
  const say = (value) => response.write(`${JSON.stringify(value)}\n`);
  if (request.url === "/api/tags") return response.end(JSON.stringify({ models: models.map((name) => ({ name })) }));
  if (request.url === "/v1/models") return response.end(JSON.stringify({ object: "list", data: models.map((id) => ({ id })) }));
  if (request.method !== "POST" || request.url !== "/api/pull") return response.writeHead(404).end();
  let text = "";
  for await (const part of request) text += part;
  const { model } = JSON.parse(text);
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  say({ status: "pulling manifest" });
  if (model === "nobody-made-this") {
    say({ error: "pull model manifest: file does not exist" });
    return response.end();
  }
  if (model === "slow") {
    say({ status: "pulling 0123456789ab", digest: "sha256:0", total: 1000, completed: 500 });
    return;
  }
  for (const completed of [0, 500, 1000]) say({ status: "pulling 0123456789ab", digest: "sha256:0", total: 1000, completed });
  models.push(model.includes(":") ? model : `${model}:latest`);
  say({ status: "success" });
  response.end();
});
server.listen(Number(port), host);
