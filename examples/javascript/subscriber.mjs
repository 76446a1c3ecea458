// Reads events from the broker, each at least once, and acknowledges what it has taken in.
//
//   NKEY_SEED=SU… node subscriber.mjs SERVER STREAM DURABLE [HOW-MANY]

import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator, wsconnect } from "@nats-io/transport-node";

const [server, stream, durable, howMany] = process.argv.slice(2);
const authenticator = nkeyAuthenticator(new TextEncoder().encode(process.env.NKEY_SEED));
const open = server.startsWith("ws") ? wsconnect : connect;
const client = await open({ servers: server, authenticator, maxReconnectAttempts: -1 });

// made from what we know: looking the durable up is something the broker does not answer
const consumer = jetstream(client).consumers.getConsumerFromInfo({ stream_name: stream, name: durable, config: {} });
const seen = new Set();

const takeIn = (headers, data) => {
  // do with an event what there is to do: here, print it; in your tool, keep its id with what you make of it
  console.log(JSON.stringify({ id: headers.get("ce-id"), type: headers.get("ce-type"), data }));
};

while (howMany === undefined || seen.size < Number(howMany)) {
  for await (const event of await consumer.fetch({ max_messages: 20, expires: 5000 })) {
    const id = event.headers.get("ce-id");
    if (!seen.has(id)) {
      takeIn(event.headers, event.json());
      seen.add(id);
    }
    // only now: an event that was not acknowledged comes again
    event.ack();
    if (seen.size >= Number(howMany)) break;
  }
}
await client.drain();
