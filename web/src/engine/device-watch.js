/**
 * Resolves with the browser's reason when a GPU device that the wasm module asked for is lost.
 *
 * The module keeps its device to itself, so the one door every device comes through is watched instead. Call this
 * before the module starts.
 * @returns {Promise<string>}
 */
export function whenDeviceIsLost() {
  return new Promise((resolve) => {
    const prototype = GPUAdapter.prototype;
    const requestDevice = prototype.requestDevice;
    prototype.requestDevice = async function (...options) {
      const device = await requestDevice.apply(this, options);
      device.lost.then(({ message, reason }) => resolve(message || reason || "no reason given"));
      return device;
    };
  });
}
