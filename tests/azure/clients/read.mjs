// Reads resources of the fake with Microsoft's client: node read.mjs <https endpoint> <subscription>. Of each line of
// input, [id, version of the API], it prints what it understood, or null where there is none.
import { ResourceManagementClient } from "@azure/arm-resources";
import { createInterface } from "node:readline";

const [endpoint, subscription] = process.argv.slice(2);
const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3600000 }) };
const client = new ResourceManagementClient(credential, subscription, { endpoint, credentialScopes: "https://management.azure.com/.default" });
for await (const line of createInterface({ input: process.stdin })) {
  const resource = await client.resources.getById(...JSON.parse(line)).catch((error) => { if (error.statusCode === 404) return null; throw error; });
  console.log(JSON.stringify(resource));
}
