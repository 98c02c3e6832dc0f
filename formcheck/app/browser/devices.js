// Tells the page which cameras and voices this browser has. Cameras have names only once the person
// has let the page use one; asking here would be out of place, so they are numbered until then.

export default function ({ setStateValue, parentElement }) {
  if (parentElement.told) return;
  parentElement.told = true;
  const tell = (name, list) => {
    const text = JSON.stringify(list);
    if (parentElement[name] === text) return;
    parentElement[name] = text;
    setStateValue(name, list);
  };
  const lookForCameras = async () => {
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    const cameras = all.filter((one) => one.kind === "videoinput" && one.deviceId);
    tell("cameras", cameras.map((one, n) => ({ id: one.deviceId, name: one.label || `Camera ${n + 1}` })));
  };
  const lookForVoices = () => {
    const voices = window.speechSynthesis?.getVoices?.() ?? [];
    tell("voices", voices.map((one) => ({ id: one.name, name: `${one.name} (${one.lang})` })));
  };
  lookForCameras().catch(() => {});
  lookForVoices();
  window.speechSynthesis?.addEventListener?.("voiceschanged", lookForVoices);
  return () => window.speechSynthesis?.removeEventListener?.("voiceschanged", lookForVoices);
}
