// @ts-nocheck: it runs in a browser, beside a runtime that is fetched for the bench alone.
// Runs in a worker before its own code: counts what the GPU is asked for.
(() => {
  const counts = { dispatches: 0, submits: 0, 'bytes read back': 0, 'shader modules': 0 };
  globalThis.counted = () => [{ ...counts }];
  const wrap = (type, method, note) => {
    const real = type?.prototype[method];
    if (!real) return;
    type.prototype[method] = function wrapped(...given) {
      note(this, ...given);
      return real.apply(this, given);
    };
  };
  wrap(globalThis.GPUComputePassEncoder, 'dispatchWorkgroups', () => (counts.dispatches += 1));
  wrap(globalThis.GPUComputePassEncoder, 'dispatchWorkgroupsIndirect', () => (counts.dispatches += 1));
  wrap(globalThis.GPUQueue, 'submit', () => (counts.submits += 1));
  wrap(globalThis.GPUDevice, 'createShaderModule', () => (counts['shader modules'] += 1));
  wrap(globalThis.GPUBuffer, 'mapAsync', (buffer, mode, offset = 0, size = buffer.size - offset) => {
    if (mode === globalThis.GPUMapMode.READ) counts['bytes read back'] += size;
  });
})();
