import { cameraError } from "../view/camera.js";

/** More is not looked at. */
const WIDTH = 640;

/**
 * A running camera, as a video that nobody sees; the one that looks away from the person, where there are two.
 * @param {AbortSignal} signal lets go of the camera
 */
export async function runningCamera(signal) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: WIDTH } } });
    const stop = () => stream.getTracks().forEach((track) => track.stop());
    signal.addEventListener("abort", stop);
    // It was stopped while the person was asked.
    if (signal.aborted) stop();
    signal.throwIfAborted();
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
    await video.play();
    return video;
  } catch (thrown) {
    signal.throwIfAborted();
    throw cameraError(thrown);
  }
}
