/** What a failed read means, for the person. The names are those of the File and File System standards. */
export function failureText(error: unknown): string {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotFoundError':
      return 'it is gone: moved, renamed or deleted since the folder was listed';
    case 'NotReadableError':
      return 'it could not be read: changed since it was listed, locked by a program, or not permitted';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'the browser has no permission to read it';
    case 'TypeMismatchError':
      return 'it changed between file and folder since it was listed';
    default:
      return error instanceof Error && error.message !== ''
        ? error.message
        : 'it could not be read';
  }
}
