/*
 * json-api: asks a JSON API for a URL, with a key, and returns the strings, numbers and booleans at
 * the top of its answer. The key is the secret API_KEY: this tool has a placeholder only, and the
 * host puts the key into the request. The "vex" interface; no C library.
 */
#include "../../include/vex.h"
#include "../../sdk/c/vex_http.h"

#define SECRET "API_KEY"

enum { MAX_URL = 4096, MAX_BODY = 256 << 10, TIMEOUT_MS = 10000 };

static void add(json_writer *w, const char *text) { write_bytes(w, text, vex_http_length(text)); }

/* An answer that is none: what happened, and the number that docs/egress.md explains. */
static u64 failed(int request, int code) {
  u8 text[512];
  int length = vex_http_error(request, text, sizeof text);
  slice why = {text, length > 0 && length <= (int)sizeof text ? (u32)length : 0};
  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"error\":");
  write_string(&w, why);
  write_text(&w, ",\"errorCode\":-");
  write_number(&w, (u64)-code);
  write_text(&w, "}");
  if (request) vex_http_close(request);
  return vex_result(&w);
}

static void member(json_writer *w, slice name, const json_value *value, bool first) {
  if (!first) write_text(w, ",");
  write_string(w, name);
  write_text(w, ":");
  switch (value->kind) {
    case JSON_STRING: write_string(w, value->text); break;
    case JSON_NUMBER: write_bytes(w, value->text.at, value->text.length); break;
    case JSON_TRUE: write_text(w, "true"); break;
    case JSON_FALSE: write_text(w, "false"); break;
    default: write_text(w, "null");
  }
}

static u64 report(int status, u8 *body, u32 length) {
  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"status\":");
  write_number(&w, (u64)status);
  write_text(&w, ",\"members\":{");
  json_reader r = json_open(body, length);
  slice name;
  json_value value;
  bool first = true;
  while (json_next(&r, &name, &value)) {
    if (value.kind == JSON_NESTED) continue;
    member(&w, name, &value, first);
    first = false;
  }
  write_text(&w, "}");
  if (r.error) {
    write_text(&w, ",\"error\":\"the answer is not a JSON object\"");
  }
  write_text(&w, "}");
  return vex_result(&w);
}

static u64 ask(const char *url) {
  char placeholder[VEX_SECRET_LENGTH + 1];
  int length = vex_secret(SECRET, sizeof SECRET - 1, placeholder, VEX_SECRET_LENGTH);
  if (length < 0) return failed(0, length);
  if (length > VEX_SECRET_LENGTH) return vex_error("the placeholder is larger than expected");
  placeholder[length] = 0;
  json_writer header = {NULL, 0, 0};
  add(&header, "Accept: application/json\nAuthorization: Bearer ");
  add(&header, placeholder);
  write_bytes(&header, "\n", 2); /* with the zero at its end */
  int request = vex_http_start("GET", url, (const char *)header.at, NULL, 0, TIMEOUT_MS);
  if (request < 0) return failed(0, request);
  int status = vex_http_wait(request, VEX_HTTP_FOREVER);
  if (status < 0) return failed(request, status);
  u8 *body = vex_alloc(MAX_BODY);
  if (!body) return vex_error("out of memory");
  int size = vex_http_read_all(request, body, MAX_BODY);
  if (size < 0) return failed(request, size);
  vex_http_close(request);
  return report(status, body, (u32)size);
}

u64 VEX_EXPORT(vex_execute)(u8 *at, u32 length) {
  json_reader r = json_open(at, length);
  slice name, url = {NULL, 0};
  json_value value;
  while (json_next(&r, &name, &value)) {
    if (slice_is(name, "url")) {
      if (value.kind != JSON_STRING) return vex_error("'url' is not a string");
      url = value.text;
    }
  }
  if (r.error) return vex_error(r.error);
  if (!url.at || url.length > MAX_URL) return vex_error("'url' is missing or too long");
  char *text = vex_alloc(url.length + 1);
  if (!text) return vex_error("out of memory");
  __builtin_memcpy(text, url.at, url.length);
  text[url.length] = 0;
  return ask(text);
}
