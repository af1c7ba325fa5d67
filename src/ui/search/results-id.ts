/** Names the list of results for the field that controls it. */
export const RESULTS_ID = 'results';
