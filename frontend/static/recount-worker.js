// Fetches a contest's published result and its public ballots (a file for each component) and counts anew, beside the page and not in its way.
import init, { recount } from "./{{js}}";

addEventListener("message", async ({ data }) => {
  try {
    const read = async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    };
    const [published, ...files] = await Promise.all(data.split(" ").map(read));
    await init({ module_or_path: "{{wasm}}" });
    postMessage(recount(published, files));
  } catch (why) {
    console.error(why);
    postMessage(JSON.stringify({ Err: String(why) }));
  }
});
