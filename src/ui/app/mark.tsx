/** The mark: a branch whose commits are points of a vector. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d="M4 15.5 15.5 4M4 15.5V9.2M4 15.5h6.3"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <circle cx="4" cy="15.5" r="2.4" fill="currentColor" />
      <circle cx="15.5" cy="4" r="2.4" fill="currentColor" />
    </svg>
  );
}
