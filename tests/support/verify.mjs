// Reads one webhook as JSON from standard input, checks it with the official libraries, and prints what they read.
import { readFileSync } from "node:fs";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
new Webhook(secret).verify(body, headers);
const event = HTTP.toEvent({ headers, body });
console.log(JSON.stringify(event));
