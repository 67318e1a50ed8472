"use strict";

// Everything works without this: files can be chosen, and pages loaded again.

// A part of the page that refreshes itself waits while somebody is in it with the keyboard, or has
// marked text there.
document.addEventListener("htmx:beforeRequest", (event) => {
  const live = document.getElementById("live");
  const marked = document.getSelection();
  const isInUse =
    live !== null &&
    (live.contains(document.activeElement) ||
      (marked !== null && !marked.isCollapsed && live.contains(marked.anchorNode)));
  if (isInUse || document.hidden) {
    event.preventDefault();
  }
});

// Files that are dropped onto the form are deployed.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.drop");
  if (form === null) {
    return;
  }
  const field = form.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("dropping");
    });
  }
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length > 0) {
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
});
