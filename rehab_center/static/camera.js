// The camera of this machine for the photo of a person. The page works without this file: then a file is chosen.
(() => {
  "use strict";

  const SIZE = { width: { ideal: 1280 }, height: { ideal: 960 } };
  const PORTRAIT = 3 / 4;

  const set = (place) => {
    const file = document.getElementById(place.dataset.camera);
    const part = (name) => place.querySelector(`[data-camera-${name}]`);
    const said = part("said");
    const video = place.querySelector("video");
    const canvas = place.querySelector("canvas");
    let stream = null;

    const show = (name) => {
      part("open").parentElement.hidden = name !== "closed";
      part("live").hidden = name !== "live";
      part("shot").hidden = name !== "shot";
    };

    const stop = () => {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
    };

    const open = async () => {
      said.textContent = "";
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: SIZE, audio: false });
      } catch {
        said.textContent = said.dataset.refused;
        return file.focus();
      }
      video.srcObject = stream;
      show("live");
      return part("shoot").focus();
    };

    // The middle of what the camera sees, three wide and four high.
    const shoot = () => {
      if (!video.videoWidth) return; // the camera has sent nothing yet
      const width = Math.min(video.videoWidth, video.videoHeight * PORTRAIT);
      const height = width / PORTRAIT;
      canvas.width = width;
      canvas.height = height;
      const left = (video.videoWidth - width) / 2;
      const top = (video.videoHeight - height) / 2;
      canvas.getContext("2d").drawImage(video, left, top, width, height, 0, 0, width, height);
      canvas.toBlob(keep, "image/jpeg", 0.92);
    };

    // The picture goes into the file box, as though it had been chosen there.
    const keep = (blob) => {
      const box = new DataTransfer();
      box.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
      file.files = box.files;
      stop();
      show("shot");
      said.textContent = said.dataset.taken;
      part("again").focus();
    };

    part("open").addEventListener("click", open);
    part("shoot").addEventListener("click", shoot);
    part("again").addEventListener("click", open);
    part("close").addEventListener("click", () => { stop(); show("closed"); part("open").focus(); });
    window.addEventListener("pagehide", stop);
    show("closed");
    place.hidden = false;
  };

  // Browsers give the camera only to pages that came over HTTPS or from this very machine.
  if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
    document.querySelectorAll("[data-camera]").forEach(set);
  }
})();
