// The official TypeScript client against a running host: typescript_client.mjs URL MODE
import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const [url, mode] = process.argv.slice(2);
const options = mode === "default" ? {} : { versionNegotiation: { mode } };
const client = new Client({ name: "clients-check", version: "1" }, options);
await client.connect(new StreamableHTTPClientTransport(new URL(url)));

const { tools } = await client.listTools();
assert(tools.some((tool) => tool.name === "echo"));

const echo = await client.callTool({ name: "echo", arguments: { text: "grüß" } });
assert.deepEqual(echo.structuredContent, { text: "grüß" });

const failed = await client.callTool({ name: "test_error_handling", arguments: {} });
assert(failed.isError && failed.content[0].text.includes("intentionally"));

await assert.rejects(client.callTool({ name: "nope", arguments: {} }), /unknown tool 'nope'/);

let seen = 0;
const slow = await client.callTool(
  { name: "test_tool_with_progress", arguments: {} },
  { onprogress: () => seen++ },
);
assert(!slow.isError && seen >= 3, `progress: ${seen}`);

const stop = new AbortController();
setTimeout(() => stop.abort(), 2000);
await assert.rejects(
  client.callTool({ name: "spin", arguments: {} }, { signal: stop.signal }),
);
await client.close();
console.log("typescript", mode, "ok");
