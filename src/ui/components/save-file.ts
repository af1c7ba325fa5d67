/** Long enough for any browser to have begun; the bytes are the browser's by then. */
const RELEASE_MS = 60_000;

/** Hands a file to the browser's downloads under its own name. */
export function saveFile(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), RELEASE_MS);
}
