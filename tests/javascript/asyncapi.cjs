// Reads an AsyncAPI document, and prints what the official parser has to say of it and what it found in it.
const { Parser } = require("@asyncapi/parser");

let said = "";
process.stdin.setEncoding("utf8").on("data", (part) => (said += part)).on("end", async () => {
  const { document, diagnostics } = await new Parser().parse(said);
  const found = document && {
    version: document.version(),
    servers: document.servers().all().map((one) => one.id()),
    channels: document.channels().all().map((one) => ({
      id: one.id(),
      parameters: Object.fromEntries(one.parameters().all().map((each) => [each.id(), each.json().examples])),
    })),
    receives: document.operations().filterByReceive().map((one) => one.id()),
    sends: document.operations().filterBySend().map((one) => one.id()),
    messages: document.components().messages().all().map((one) => ({
      id: one.id(),
      headers: Object.keys(one.headers()?.properties() ?? {}),
      correlation: one.correlationId()?.location(),
      examples: one.examples().all().length,
    })),
    security: document.components().securitySchemes().all().map((one) => one.type()),
  };
  process.stdout.write(JSON.stringify({ diagnostics, found }));
});
