// On a page that was opened from disk, a browser does not let scripts read other pages. The search
// then shows titles without excerpts.
if (location.protocol === "file:") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
