// The page's own program on a second thread: simulations run there, so that the screen stays free. The first message says where the
// program is and brings its compiled module; from then on the program listens itself.
"use strict";

self.onmessage = async ({ data }) => {
  self.onmessage = null;
  const program = await import(data.program);
  await program.default({ module_or_path: data.module });
};
