/*
 * Telling binary files from text: by extension without reading, else by the bytes. Git calls a file binary for a NUL in its first
 * 8,000 bytes; UTF-16 text is full of NULs and must be recognised before (see decode.ts).
 */

/** Extensions of formats that are never text. Formats that may be text (svg, ps, plist, key) are not here. */
const BINARY_EXTENSIONS: ReadonlySet<string> = new Set(
  [
    'png jpg jpeg jpe jp2 gif bmp ico icns webp avif heic heif tif tiff psd ai xcf sketch fig cr2 nef dds ktx ktx2 exr hdr tga',
    'mp3 mp4 m4a m4v aac ogg oga ogv opus flac wav aif aiff mid mov avi mkv webm wmv flv mpg mpeg 3gp',
    'zip gz tgz bz2 tbz xz txz zst lz lz4 lzma br 7z rar tar jar war ear aar apk aab ipa deb rpm dmg iso img cab msi whl egg nupkg crx xpi vsix',
    'exe dll so dylib a o obj lib pdb ilk exp class pyc pyo pyd elc beam wasm node bc rlib rmeta dex swiftmodule',
    'pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi pages numbers',
    'ttf otf woff woff2 eot pfb pfm',
    'db sqlite sqlite3 db3 mdb accdb frm myd myi ibd rdb ldb sst parquet avro orc feather arrow h5 hdf5 npy npz mat rds rdata pkl pickle joblib',
    'onnx pt pth ckpt safetensors gguf ggml tflite pb mlmodel caffemodel bin',
    'glb blend fbx 3ds max stl usdz swf fla unitypackage uasset umap pak',
    'swp swo pack idx keystore bkp gmo nib car snk res',
  ]
    .join(' ')
    .split(' '),
);

/** The extension that makes the file binary; null when the name does not tell. */
export function binaryExtension(path: string): string | null {
  const dot = path.lastIndexOf('.');
  if (dot <= path.lastIndexOf('/')) return null;
  const extension = path.slice(dot + 1).toLowerCase();
  return BINARY_EXTENSIONS.has(extension) ? extension : null;
}

/** Bytes looked at. */
const HEAD_BYTES = 8192;

/** Share of control characters above which text is no text; ANSI-coloured logs stay well below. */
const MAX_CONTROL_SHARE = 0.1;

/** What shows that the bytes are not text, in words; null when they may be text. Not for UTF-16. */
export function binaryContent(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, HEAD_BYTES);
  const nul = head.indexOf(0);
  if (nul !== -1) return `NUL byte at offset ${nul}`;
  let controls = 0;
  for (const byte of head) {
    // Tab, line feed, vertical tab, form feed, carriage return, escape and backspace occur in text.
    if ((byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) || byte === 127) controls += 1;
  }
  if (controls > head.length * MAX_CONTROL_SHARE) {
    return `${Math.round((100 * controls) / head.length)} % control characters`;
  }
  return null;
}
