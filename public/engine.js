// The page's own program on a second thread: simulations run there, so that the screen stays free. The first message says where the
// program is and brings its compiled module; from then on the program listens itself.
"use strict";

self.onmessage = async ({ data }) => {
  self.onmessage = null;
  try {
    const program = await import(data.program);
    await program.default({ module_or_path: data.module });
  } catch (error) {
    // What a promise fails with does not reach the page by itself.
    console.error(error);
    self.postMessage(JSON.stringify("Failed"));
  }
};
