/** The finder of files, which the first page does not carry. */
export const loadFileFinder = () => import('./file-finder.tsx');
