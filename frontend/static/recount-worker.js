// Fetches a contest's public ballots and its published result and counts anew, beside the page and not in its way.
import init, { recount } from "./{{js}}";

addEventListener("message", async ({ data }) => {
  try {
    const read = async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    };
    const [ballots, published] = await Promise.all(data.split(" ").map(read));
    await init({ module_or_path: "{{wasm}}" });
    postMessage(recount(ballots, published));
  } catch (why) {
    console.error(why);
    postMessage(JSON.stringify({ Err: String(why) }));
  }
});
