/** Lets focus come back to the answer from a file that it opened. */
export const EXPLAIN_ID = 'explain';
